use super::numbers::{self, FIRST, NUMBERS, NUMBERS_AT, SLOT};
use super::{patch, shadow};
use crate::migrate::target::TARGETS;

const INTERNAL: &str = "use serde;
pub(crate) fn serialize_into<W, T: ?Sized, O>(writer: W, value: &T, mut options: O) -> Result<()> { Ok(()) }
pub(crate) fn serialize<T: ?Sized, O>(value: &T, mut options: O) -> Result<Vec<u8>> {
    serialize_into(&mut writer, value, options.with_no_limit())?;
    Ok(writer)
}
";

#[test]
fn the_file_is_read_as_it_is_written() {
    assert_eq!(shadow::TARGETS.to_vec(), TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
    assert_eq!((shadow::NUMBERS, shadow::FIRST), (NUMBERS, FIRST));
    assert_eq!((shadow::SLOT, shadow::NUMBERS_AT), (SLOT as u64, NUMBERS_AT as u64));
    let names = 8 + 2 * shadow::NAME;
    assert!(names <= NUMBERS_AT && NUMBERS_AT + 8 * (FIRST + TARGETS.len() * NUMBERS) <= SLOT);
}

#[test]
fn the_two_functions_that_write_are_wrapped() {
    let patched = patch::internal(INTERNAL).unwrap();
    let functions: Vec<&str> = patched.lines().filter(|line| line.starts_with("pub(crate) fn ")).collect();
    assert_eq!(functions.len(), 4, "{patched}");
    assert!(
        patched.contains("fn wirecheck_serialize_into<W") && patched.contains("fn wirecheck_serialize<T")
    );
    assert!(patched.contains("    wirecheck_serialize_into(&mut writer, value, options.with_no_limit())?;"));
}

#[test]
fn another_bincode_is_refused_with_what_is_missing() {
    let none = patch::internal("fn other() {}").unwrap_err();
    assert_eq!(none, "its src/internal.rs has 0 functions `serialize_into`; there should be one");
    let twice = patch::internal(&INTERNAL.replace("Ok(writer)", "serialize_into(writer)")).unwrap_err();
    assert_eq!(twice, "its `serialize` calls `serialize_into` 2 times; it should once");
}

/// Three values of two processes; the second was ended while it wrote.
#[test]
fn processes_are_added_up() {
    let folder = tempfile::tempdir().unwrap();
    let slot = |name: &str, numbers: &[u64]| {
        let mut slot = vec![0; SLOT];
        slot[..4].copy_from_slice(&u32::try_from(name.len()).unwrap().to_le_bytes());
        slot[4..4 + name.len()].copy_from_slice(name.as_bytes());
        for (at, number) in numbers.iter().enumerate() {
            slot[NUMBERS_AT + 8 * at..][..8].copy_from_slice(&number.to_le_bytes());
        }
        slot
    };
    let first = [2, 2, 20, 100, 2, 0, 8, 30, 0, 3, 5];
    let second = [1, 1, 10, 40, 1, 0, 2, 10, 1, 2, 2];
    std::fs::write(folder.path().join("1.shadow"), slot("app::State", &first)).unwrap();
    let cut = [slot("&app::State", &second), b"\x09\0\0\0app::Cut".to_vec()].concat();
    std::fs::write(folder.path().join("2.shadow"), cut).unwrap();
    let (types, processes) = numbers::read(folder.path(), &["postcard"]).unwrap();
    assert_eq!(processes, 2);
    let [state] = &types[..] else { panic!("{types:?}") };
    assert_eq!(
        (state.type_name.as_str(), state.passed, state.bytes, state.nanos),
        ("app::State", 3, 30, 140)
    );
    let [postcard] = state.targets[..] else { panic!("{state:?}") };
    assert_eq!((postcard.written, postcard.bytes, postcard.equal), (3, 10, 1));
    assert_eq!((postcard.smallest, postcard.largest), (2, 5));
}
