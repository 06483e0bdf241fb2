use super::*;
use crate::shared_slice::Shared;
use crate::shared_slice::support::{alone, region};
use proptest::prelude::*;

/// The memory that a worker would map.
fn opened(copy: &MemoryCopy, grows: bool) -> SealedMemory {
    SealedMemory::open(copy.file().try_clone_to_owned().expect("a descriptor"), grows).expect("opened")
}

fn view(memory: SealedMemory, range: Range<usize>) -> Vec<u8> {
    let view =
        SealedView::<[u8], SealedMemory>::new(Arc::new(memory), |memory| memory, range.start, range.len());
    view.unwrap_or_else(|why| panic!("{range:?}: {why:?}")).to_vec()
}

#[test]
fn memory_of_its_own_is_copied_whole() {
    let _alone = alone();
    let value = Shared::<[u64]>::build(1 << 18, |values| (0..).zip(values).for_each(|(n, to)| *to = n))
        .expect("made");
    let memory = SharedMemory::of(region(&value));
    assert!(!memory.grows() && memory.is_alive());
    assert_eq!((memory.written(), memory.length()), (2 << 20, 2 << 20));
    let bytes = memory.bytes_from(0).expect("alive");
    let mut new = NewMemory::new(memory.length()).expect("memory");
    let (first, rest) = bytes.split_at(999);
    new.append(first).expect("room");
    assert!(NewMemory::new(5).expect("memory").seal().is_err(), "it is not full");
    new.append(rest).expect("room");
    assert!(new.append(&[0]).is_err(), "it is full");
    let copy = new.seal().expect("sealed");
    let there = opened(&copy, false);
    assert_eq!(there.contents(), 0..2 << 20);
    assert!(view(there, 0..2 << 20) == *bytes);
    drop(value);
    assert!(memory.is_alive(), "the bytes keep it");
    drop(bytes);
    assert!(!memory.is_alive() && memory.bytes_from(0).is_none());
}

#[test]
fn small_values_are_copied_as_they_come() {
    let _alone = alone();
    let first = Shared::copy_of(&[1_u8; 100]).expect("made");
    let before = SharedMemory::of(region(&first));
    assert!(before.grows() && before.written() < before.length());
    let mut copy = GrowingMemory::new(before.length()).expect("memory");
    copy.append(&before.bytes_from(0).expect("alive")).expect("room");
    let there = opened(&copy.copy(), true);
    assert_eq!(copy.written(), before.written());
    // The next value goes into the same memory, and is seen in the copy.
    let second = Shared::copy_of(&[2_u8; 50]).expect("made");
    let after = SharedMemory::of(region(&second));
    assert_eq!(after.id(), before.id());
    assert!(after.written() > before.written());
    copy.append(&after.bytes_from(copy.written()).expect("alive")).expect("room");
    assert_eq!(copy.written(), after.written());
    let end = usize::try_from(after.written()).expect("small");
    assert_eq!(view(there, end - 50..end), [2; 50]);
    assert!(copy.append(&vec![0; 64 << 20]).is_err(), "more than there is room for");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_parts_fill_a_copy(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 0..20)) {
        let all = parts.concat();
        let (mut whole, mut grown) = (NewMemory::new(all.len() as u64).unwrap(), GrowingMemory::new(1 << 20).unwrap());
        for part in &parts {
            whole.append(part).unwrap();
            grown.append(part).unwrap();
        }
        let there = opened(&whole.seal().unwrap(), false);
        prop_assert!(view(there, 0..all.len()) == all);
        let (there, start) = (opened(&grown.copy(), true), 64);
        prop_assert_eq!(there.contents(), start..start + all.len());
        prop_assert!(view(there, start..start + all.len()) == all);
    }
}
