use super::*;

struct Keeper(Sealed);

fn keep(sealed: Sealed) -> Arc<Keeper> {
    Arc::new(Keeper(sealed))
}

fn memory(keeper: &Keeper) -> &Sealed {
    &keeper.0
}

fn copy(of: &Keeper) -> OwnedFd {
    of.0.file().try_clone_to_owned().expect("a copy")
}

#[test]
fn a_view_is_within_what_is_there_and_aligned() {
    let mut bare = Memory::anonymous(4096).expect("memory");
    bare.bytes_mut()[8..16].copy_from_slice(&7_u64.to_ne_bytes());
    let keeper = keep(Sealed::whole(bare).expect("sealed"));
    let len = keeper.0.memory.len();
    let view = |offset, len| View::<[u64], _>::new(keeper.clone(), memory, offset, len);
    assert_eq!(view(0, 3).expect("a view")[..], [0, 7, 0]);
    assert_eq!(view(8, 1).expect("a view").offset(&keeper.0), 8);
    assert_eq!(view(0, len / 8).expect("a view").len(), len / 8);
    assert_eq!(view(len, 0).expect("a view").len(), 0);
    for (offset, many) in [(0, len / 8 + 1), (len, 1), (len + 8, 0), (usize::MAX, 1), (8, usize::MAX)] {
        assert_eq!(view(offset, many).err(), Some(Misplaced::Outside), "{offset} {many}");
    }
    for offset in [1, 4, len - 12] {
        assert_eq!(view(offset, 1).err(), Some(Misplaced::Unaligned), "{offset}");
    }
}

#[test]
fn a_view_keeps_its_memory() {
    let mut bare = Memory::anonymous(3).expect("memory");
    bare.bytes_mut()[..3].copy_from_slice(b"abc");
    let keeper = keep(Sealed::whole(bare).expect("sealed"));
    let view = View::<[u8], _>::new(keeper.clone(), memory, 0, 3).expect("a view");
    let part = view.part(1..3).expect("a part");
    assert_eq!(Arc::strong_count(&keeper), 3);
    drop((keeper, view));
    assert_eq!(&*part, b"bc");
    assert!(part.part(1..3).is_none());
}

#[test]
fn what_takes_no_memory_has_any_length() {
    assert_eq!(View::<[()], Keeper>::of_nothing(usize::MAX).expect("nothing").len(), usize::MAX);
    assert!(View::<[u64], Keeper>::of_nothing(0).expect("nothing").is_empty());
    assert!(View::<[u64], Keeper>::of_nothing(1).is_none());
}

#[test]
fn values_are_filled_in_one_after_the_other_and_seen_elsewhere() {
    let keeper = keep(Sealed::filled_later(1 << 16).expect("memory"));
    let other = keep(Sealed::open(copy(&keeper), true).expect("opened"));
    let view = |keeper: &Arc<Keeper>, offset, len| View::<[u8], _>::new(keeper.clone(), memory, offset, len);
    let mut writer = Writer::of(&keeper, memory).expect("the writer");
    assert!(Writer::of(&keeper, memory).is_none(), "there is one only");
    assert!(Writer::of(&other, memory).is_none(), "and none elsewhere");
    let (_, one) = writer.fill(3, 1, |bytes| bytes.copy_from_slice(b"abc")).expect("space");
    let first = view(&other, one, 3).expect("written");
    assert!(view(&other, one, 4).is_err(), "not written yet");
    assert!(view(&other, 0, 1).is_err(), "the header is not a value");
    let (_, two) = writer.fill(4, 32, |bytes| bytes.copy_from_slice(b"next")).expect("space");
    assert_eq!((two % 32, &*view(&other, two, 4).expect("written")), (0, &b"next"[..]));
    assert_eq!(&*first, b"abc");
    let rest = keeper.0.memory.len() - two - 4;
    assert!(writer.fill(rest + 1, 1, |_| ()).is_none());
    assert!(writer.fill(rest, 1, |bytes| assert!(bytes.iter().all(|byte| *byte == 0))).is_some());
    drop((keeper, other));
    assert!(writer.fill(0, 1, |_| ()).is_none(), "the writer keeps nothing");
    assert_eq!(&*first, b"abc");
}

#[test]
fn a_writer_that_panicked_gives_nothing_out_again() {
    let keeper = keep(Sealed::filled_later(1 << 16).expect("memory"));
    let mut writer = Writer::of(&keeper, memory).expect("the writer");
    let fill = || writer.fill(8, 1, |_| std::panic::resume_unwind(Box::new(())));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(fill)).is_err());
    assert!(writer.fill(8, 1, |_| ()).is_none());
}

#[test]
fn nobody_else_can_write_to_it_or_cut_it() {
    let keeper = keep(Sealed::filled_later(1 << 16).expect("memory"));
    assert!(rustix::io::write(keeper.0.file(), b"x").is_err());
    assert!(rustix::fs::ftruncate(keeper.0.file(), 0).is_err());
    assert!(rustix::fs::fcntl_add_seals(keeper.0.file(), rustix::fs::SealFlags::WRITE).is_err());
}

#[test]
fn what_is_not_sealed_is_not_opened() {
    let bare = Memory::anonymous(100).expect("memory");
    let file = bare.file().try_clone_to_owned().expect("a copy");
    assert!(Sealed::open(file, false).is_err());
}
