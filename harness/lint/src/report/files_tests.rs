use super::{Files, call_range, range};
use crate::report::Extent;
use crate::survey::Place;
use std::path::Path;

const TEXT: &str = "fn a() {\r\n    // \u{e9}t\u{e9}: flatten\n\tbincode::serialize(&x)?;\n}";

fn place(line: u32, column: u32) -> Place {
    Place { file: "src/lib.rs".into(), line, column }
}

#[test]
fn columns_are_characters() {
    let extent = Extent { place: place(2, 13), end_line: 2, end_column: 20 };
    assert_eq!(&TEXT[range(TEXT, &extent).unwrap()], "flatten");
    // Behind the end of a line is its end, without the return.
    let extent = Extent { place: place(1, 4), end_line: 1, end_column: 99 };
    assert_eq!(&TEXT[range(TEXT, &extent).unwrap()], "a() {");
}

#[test]
fn a_place_outside_of_the_file_is_none() {
    assert_eq!(range(TEXT, &Extent { place: place(9, 1), end_line: 9, end_column: 2 }), None);
    assert_eq!(range(TEXT, &Extent { place: place(0, 1), end_line: 0, end_column: 2 }), None);
    assert_eq!(
        range(TEXT, &Extent { place: place(2, 5), end_line: 2, end_column: 5 }),
        None,
        "nothing to underline"
    );
}

#[test]
fn a_call_is_its_path_or_its_line() {
    assert_eq!(&TEXT[call_range(TEXT, &place(3, 2)).unwrap()], "bincode::serialize");
    assert_eq!(&TEXT[call_range(TEXT, &place(3, 0)).unwrap()], "bincode::serialize(&x)?;");
    assert_eq!(&TEXT[call_range(TEXT, &place(3, 20)).unwrap()], "(");
}

#[test]
fn tokens_are_read_from_the_disk_once_and_stand_on_one_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    std::fs::write(folder.path().join("src/lib.rs"), "tag =\n    \"kind\"").unwrap();
    let files = Files::new(folder.path());
    let extent = Extent { place: place(1, 1), end_line: 2, end_column: 11 };
    assert_eq!(files.tokens(&extent).as_deref(), Some("tag = \"kind\""));
    std::fs::remove_file(folder.path().join("src/lib.rs")).unwrap();
    assert_eq!(files.tokens(&extent).as_deref(), Some("tag = \"kind\""));
    assert_eq!(Files::new(folder.path()).tokens(&extent), None);
}

#[test]
fn paths_are_those_of_the_repository() {
    let files = Files::new("/home/me/shop/server").below(Path::new("server"));
    assert_eq!(files.in_repository("src/main.rs"), "server/src/main.rs");
    assert_eq!(files.in_repository("/home/me/shop/server/src/main.rs"), "server/src/main.rs");
    assert_eq!(files.in_repository("/registry/uuid/src/lib.rs"), "/registry/uuid/src/lib.rs");
    assert_eq!(Files::new("/home/me").in_repository("src\\main.rs"), "src/main.rs");
}
