use super::super::make::LARGE;
use super::super::support::{alone, descriptors, inode, mappings, region, regions};
use super::*;
use std::collections::HashMap;

fn counted(len: usize) -> Shared<[u64]> {
    Shared::build(len, |values| (0..).zip(values).for_each(|(n, to)| *to = n)).expect("made")
}

#[test]
fn what_is_copied_or_built_is_there() {
    let _alone = alone();
    for len in [1, 3, 4096, LARGE / 8 - 1, LARGE / 8, LARGE / 8 + 1, LARGE] {
        let expected: Vec<u64> = (0..len as u64).collect();
        assert_eq!(*counted(len), *expected);
        assert_eq!(*Shared::copy_of(&expected).expect("copied"), *expected);
        let zero = Shared::<[u64]>::build(len, |values| assert!(values.iter().all(|value| *value == 0)));
        assert_eq!(zero.expect("made").len(), len);
    }
}

#[test]
fn clones_and_slices_are_the_same_memory() {
    let _alone = alone();
    for len in [100, LARGE] {
        let value = counted(len);
        let clone = value.clone();
        assert_eq!(clone.as_ptr(), value.as_ptr());
        let slice = value.slice(10..=20).expect("within");
        assert_eq!((slice.as_ptr(), slice.len()), (&raw const value[10], 11));
        drop((value, clone));
        assert_eq!(slice[10], 20);
        assert_eq!(slice.slice(..).expect("all"), slice);
        for (start, end) in [(0, 12), (12, 12), (3, 2), (usize::MAX, usize::MAX)] {
            assert!(slice.slice(start..end).is_none(), "{start}..{end}");
        }
        assert!(slice.slice(..=usize::MAX).is_none());
        assert!(slice.slice((Bound::Excluded(usize::MAX), Bound::Unbounded)).is_none());
    }
}

#[test]
fn a_large_value_is_sealed_and_read_only_and_freed_with_its_last_clone() {
    let value = counted(LARGE / 8);
    let (region_of, clone) = (region(&value).clone(), value.clone());
    let (inode, id) = (inode(&region_of), region_of.id());
    assert_eq!((descriptors(inode), mappings(inode)), (1, vec!["r--s".to_owned()]));
    assert!(rustix::io::write(region_of.file(), b"x").is_err());
    drop((value, region_of));
    assert_eq!((descriptors(inode), mappings(inode).len()), (1, 1));
    drop(clone);
    assert_eq!((descriptors(inode), mappings(inode).len()), (0, 0));
    assert!(Region::find(id).is_none());
}

#[test]
fn small_values_share_memory_that_is_freed_with_the_last() {
    let _alone = alone();
    let values: Vec<_> = (0..100).map(|_| counted(10)).collect();
    assert_eq!(regions(&values).len(), 1);
    let (inode, last) = (inode(region(&values[0])), values[50].clone());
    drop(values);
    assert_eq!((descriptors(inode), mappings(inode).len()), (1, 1));
    assert_eq!(last[9], 9);
    drop(last);
    assert_eq!((descriptors(inode), mappings(inode).len()), (0, 0));
    // And the next one begins anew.
    assert_eq!(*counted(3), [0, 1, 2]);
}

#[test]
fn ten_thousand_values_take_few_descriptors() {
    let _alone = alone();
    for many in [1_usize, 100, 10_000] {
        let bytes = |n: usize| 1 + n * 7919 % 100_000;
        let values: Vec<_> = (0..many)
            .map(|n| Shared::build(bytes(n), |value: &mut [u8]| value[bytes(n) - 1] = n as u8).expect("made"))
            .collect();
        let used = regions(&values);
        assert!(used.len() <= 1 + many * 50_000 / (3 << 20), "{many} values in {}", used.len());
        assert!(used.len() < 300);
        for (n, value) in values.iter().enumerate() {
            assert_eq!((value.len(), value[bytes(n) - 1]), (bytes(n), n as u8), "{n}");
        }
        drop(values);
        assert!(used.iter().all(|id| Region::find(*id).is_none()), "of {many} some are left");
    }
}

#[test]
fn threads_make_values_at_the_same_time() {
    let _alone = alone();
    let made: Vec<Shared<[u64]>> = std::thread::scope(|scope| {
        let make = |thread: u64| {
            (0..500)
                .map(|n| Shared::copy_of(&vec![thread << 32 | n; 1 + n as usize % 50]).expect("made"))
                .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || make(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(regions(&made).len() <= 8);
    for (at, value) in made.iter().enumerate() {
        let (thread, n) = (at as u64 / 500, at as u64 % 500);
        assert_eq!(**value, *vec![thread << 32 | n; 1 + n as usize % 50]);
    }
    let shared = &made[3];
    std::thread::scope(|scope| {
        (0..4).for_each(|_| drop(scope.spawn(|| assert_eq!(**shared, [3; 4]))));
    });
}

#[test]
fn nothing_is_a_value_too() {
    let none = Shared::<[f64]>::copy_of(&[]).expect("made");
    assert!(none.is_empty() && none.slice(..).expect("all of it").is_empty() && none.slice(..1).is_none());
    let units = Shared::copy_of(&[(); 5]).expect("made");
    assert_eq!(*units, [(); 5]);
    let many = Shared::<[[u64; 0]]>::build(usize::MAX, |values| assert_eq!(values.len(), usize::MAX));
    assert_eq!(many.expect("made").len(), usize::MAX);
}

#[test]
#[expect(clippy::mutable_key_type, reason = "what it is compared by does not change")]
fn it_is_compared_and_hashed_as_its_values() {
    let _alone = alone();
    let (one, same, next) = (counted(4), counted(4), counted(5));
    assert!(one == same && one != next && one < next && one.cmp(&same) == Ordering::Equal);
    assert_eq!(format!("{one:?}"), "[0, 1, 2, 3]");
    let map = HashMap::from([(one, "one"), (next, "next")]);
    assert_eq!(map.get(&[0, 1, 2, 3, 4][..]), Some(&"next"));
    assert_eq!(map.get(&same), Some(&"one"));
    let nan = Shared::copy_of(&[f64::NAN]).expect("made");
    assert!(nan != nan.clone());
    assert_eq!(Shared::try_from(vec![1, 2]).expect("made").into_iter().sum::<i32>(), 3);
}

#[test]
fn values_can_be_made_while_one_is_made_and_after_one_panicked() {
    let _alone = alone();
    let outer = Shared::build(2, |values| {
        let inner = counted(3);
        values.copy_from_slice(&inner[1..]);
    });
    assert_eq!(*outer.expect("made"), [1, 2]);
    let kept = counted(3);
    for len in [10, LARGE] {
        let make = || {
            Shared::build(len, |values: &mut [u8]| {
                values.fill(1);
                std::panic::resume_unwind(Box::new("in the middle"));
            })
        };
        assert!(std::panic::catch_unwind(make).is_err());
        let next = Shared::build(len, |values: &mut [u8]| assert!(values.iter().all(|value| *value == 0)));
        assert_eq!(next.expect("made").len(), len);
    }
    assert_eq!(*kept, [0, 1, 2]);
}
