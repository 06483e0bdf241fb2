use super::*;

struct Keeper(SealedMemory);

fn keep(sealed: SealedMemory) -> Arc<Keeper> {
    Arc::new(Keeper(sealed))
}

fn memory(keeper: &Keeper) -> &SealedMemory {
    &keeper.0
}

fn copy(of: &Keeper) -> OwnedFd {
    of.0.file().try_clone_to_owned().expect("a copy")
}

#[test]
fn a_view_is_within_what_is_there_and_aligned() {
    let mut bare = MappedFile::anonymous(4096).expect("memory");
    bare.bytes_mut()[8..16].copy_from_slice(&7_u64.to_ne_bytes());
    let keeper = keep(SealedMemory::whole(bare).expect("sealed"));
    let len = keeper.0.memory.len();
    let view = |offset, len| SealedView::<[u64], _>::new(keeper.clone(), memory, offset, len);
    assert_eq!(view(0, 3).expect("a view")[..], [0, 7, 0]);
    assert_eq!(view(8, 1).expect("a view").offset(&keeper.0), 8);
    assert_eq!(view(0, len / 8).expect("a view").len(), len / 8);
    assert_eq!(view(len, 0).expect("a view").len(), 0);
    for (offset, many) in [(0, len / 8 + 1), (len, 1), (len + 8, 0), (usize::MAX, 1), (8, usize::MAX)] {
        assert_eq!(view(offset, many).err(), Some(ViewError::Outside), "{offset} {many}");
    }
    for offset in [1, 4, len - 12] {
        assert_eq!(view(offset, 1).err(), Some(ViewError::Unaligned), "{offset}");
    }
}

#[test]
fn a_view_keeps_its_memory() {
    let mut bare = MappedFile::anonymous(3).expect("memory");
    bare.bytes_mut()[..3].copy_from_slice(b"abc");
    let keeper = keep(SealedMemory::whole(bare).expect("sealed"));
    let view = SealedView::<[u8], _>::new(keeper.clone(), memory, 0, 3).expect("a view");
    let part = view.part(1..3).expect("a part");
    assert_eq!(Arc::strong_count(&keeper), 3);
    drop((keeper, view));
    assert_eq!(&*part, b"bc");
    assert!(part.part(1..3).is_none());
}

#[test]
fn what_takes_no_memory_has_any_length() {
    assert_eq!(SealedView::<[()], Keeper>::of_nothing(usize::MAX).expect("nothing").len(), usize::MAX);
    assert!(SealedView::<[u64], Keeper>::of_nothing(0).expect("nothing").is_empty());
    assert!(SealedView::<[u64], Keeper>::of_nothing(1).is_none());
}

#[test]
fn values_are_filled_in_one_after_the_other_and_seen_elsewhere() {
    let keeper = keep(SealedMemory::filled_later(1 << 16).expect("memory"));
    let other = keep(SealedMemory::open(copy(&keeper), true).expect("opened"));
    let view =
        |keeper: &Arc<Keeper>, offset, len| SealedView::<[u8], _>::new(keeper.clone(), memory, offset, len);
    let mut writer = SealedWriter::of(&keeper, memory).expect("the writer");
    assert!(SealedWriter::of(&keeper, memory).is_err(), "there is one only");
    assert!(SealedWriter::of(&other, memory).is_err(), "and none elsewhere");
    let (_, one) = writer.space(3, 1).expect("space").fill(|bytes| bytes.copy_from_slice(b"abc"));
    let first = view(&other, one, 3).expect("written");
    assert!(view(&other, one, 4).is_err(), "not written yet");
    assert!(view(&other, 0, 1).is_err(), "the header is not a value");
    let (_, two) = writer.space(4, 32).expect("space").fill(|bytes| bytes.copy_from_slice(b"next"));
    assert_eq!((two % 32, &*view(&other, two, 4).expect("written")), (0, &b"next"[..]));
    assert_eq!(&*first, b"abc");
    let rest = keeper.0.memory.len() - two - 4;
    assert!(writer.space(rest + 1, 1).is_none());
    writer
        .space(rest, 1)
        .expect("all of the rest")
        .fill(|bytes| assert!(bytes.iter().all(|byte| *byte == 0)));
    drop((keeper, other));
    assert!(writer.space(0, 1).is_none(), "the writer keeps nothing");
    assert_eq!(&*first, b"abc");
}

#[test]
fn a_writer_that_panicked_gives_nothing_out_again() {
    let keeper = keep(SealedMemory::filled_later(1 << 16).expect("memory"));
    let mut writer = SealedWriter::of(&keeper, memory).expect("the writer");
    let fill =
        || writer.space(8, 1).expect("space").fill(|_| std::panic::resume_unwind(Box::new("in the middle")));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(fill)).is_err());
    assert!(writer.space(8, 1).is_none());
}

#[test]
fn nobody_else_can_write_to_it_or_cut_it() {
    let keeper = keep(SealedMemory::filled_later(1 << 16).expect("memory"));
    assert!(rustix::io::write(keeper.0.file(), b"x").is_err());
    assert!(rustix::fs::ftruncate(keeper.0.file(), 0).is_err());
    assert!(rustix::fs::fcntl_add_seals(keeper.0.file(), rustix::fs::SealFlags::WRITE).is_err());
}

#[test]
fn what_is_not_sealed_is_not_opened() {
    let bare = MappedFile::anonymous(100).expect("memory");
    let file = bare.file().try_clone_to_owned().expect("a copy");
    assert!(SealedMemory::open(file, false).is_err());
}

/// As many bytes as a page, and aligned to as many.
#[derive(Clone, Copy, PartialEq, Debug)]
#[repr(C, align(4096))]
struct ControlBlock([u8; 4096]);
// SAFETY: it is bytes and nothing else, without padding.
unsafe impl bytemuck::Zeroable for ControlBlock {}
// SAFETY: as above.
unsafe impl bytemuck::Pod for ControlBlock {}

/// Aligned to more than a page.
#[derive(Clone, Copy)]
#[repr(C, align(8192))]
struct TwoPages([u8; 8192]);
// SAFETY: it is bytes and nothing else, without padding.
unsafe impl bytemuck::Zeroable for TwoPages {}
// SAFETY: as above.
unsafe impl bytemuck::Pod for TwoPages {}

#[test]
fn values_are_aligned_up_to_a_page() {
    let _alone = crate::shared_slice::support::alone();
    let pages = [ControlBlock([1; 4096]), ControlBlock([2; 4096])];
    let _unaligned = crate::Shared::copy_of(&[1_u8]).expect("made");
    let few = crate::Shared::copy_of(&pages).expect("made");
    let many = crate::Shared::copy_of(&pages.repeat(200)).expect("made");
    assert_eq!((few.as_ptr().addr() % 4096, many.as_ptr().addr() % 4096), (0, 0));
    assert_eq!(*few, pages);
    assert_eq!(many[399], pages[1]);
    let error = crate::Shared::<[TwoPages]>::build(1, |_| ()).err().expect("refused");
    assert!(error.to_string().contains("cannot be aligned to 8192 bytes"), "{error}");
}
