use super::*;
use proptest::prelude::*;
use std::rc::Rc;

fn name(n: u8) -> Digest {
    Digest([n; 32])
}

#[test]
fn what_is_in_use_stays_and_the_oldest_of_the_rest_goes() {
    let mut cache = Cache::new(100);
    for n in 0..3 {
        cache.add(name(n), 60, n);
        assert_eq!(cache.take(&name(n)), Some(n), "it is taken before another is added");
    }
    // All are in use, whatever room there is.
    assert!((0..3).all(|n| cache.known.contains_key(&name(n))));
    cache.release(&name(1));
    cache.release(&name(0));
    assert_eq!(cache.take(&name(1)), None, "it was not used for longer");
    assert_eq!(cache.take(&name(0)), Some(0));
    cache.release(&name(0));
    cache.add(name(9), 30, 9);
    assert_eq!((cache.take(&name(0)), cache.take(&name(9))), (Some(0), Some(9)), "both have room");
}

#[test]
fn one_that_is_larger_than_all_room_can_be_used_and_is_not_kept() {
    let mut cache = Cache::new(10);
    cache.add(name(1), 1000, ());
    assert_eq!(cache.take(&name(1)), Some(()));
    assert_eq!(cache.take(&name(1)), Some(()));
    cache.release(&name(1));
    assert!(cache.known.contains_key(&name(1)), "somebody uses it");
    cache.release(&name(1));
    assert!(cache.known.is_empty());
    cache.release(&name(1));
    assert_eq!(cache.unused, 0);
}

proptest! {
    /// Whatever comes and goes: what is in use is there, and what is not in use has room.
    #[test]
    fn memory_is_bounded(steps in prop::collection::vec((0..3_u8, 0..6_u8, 0..80_u64), 0..200)) {
        let mut cache = Cache::new(100);
        let mut used: Vec<(u8, Rc<u8>)> = Vec::new();
        for (kind, n, length) in steps {
            match kind {
                0 => {
                    cache.add(name(n), length, Rc::new(n));
                    used.extend(cache.take(&name(n)).map(|content| (n, content)));
                }
                1 => used.extend(cache.take(&name(n)).map(|content| (n, content))),
                _ => if let Some(at) = used.iter().position(|(known, _)| *known == n) {
                    used.swap_remove(at);
                    cache.release(&name(n));
                }
            }
            prop_assert!(cache.unused <= 100);
            let unused: u64 = cache.known.values().filter(|kept| kept.users == 0).map(|kept| kept.length).sum();
            prop_assert_eq!(unused, cache.unused);
            for (n, content) in &used {
                prop_assert!(Rc::ptr_eq(&cache.known[&name(*n)].content, content));
            }
        }
    }
}
