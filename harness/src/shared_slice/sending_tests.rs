use super::*;
use crate::sys::{MappedFile, SealedMemory};

fn region() -> Arc<Region> {
    Region::of_whole(SealedMemory::whole(MappedFile::anonymous(1).expect("memory")).expect("sealed"))
}

fn ids(regions: &[Arc<Region>]) -> Vec<u64> {
    regions.iter().map(|region| region.id()).collect()
}

#[test]
fn regions_are_mentioned_while_something_is_sent_and_each_once() {
    let (one, two) = (region(), region());
    assert!(!mention(&one) && !has_mentions());
    let sending = Sending::start();
    assert!(!has_mentions());
    for region in [&one, &one, &two, &one] {
        assert!(mention(region));
    }
    assert!(has_mentions());
    let mut expected = ids(&[one.clone(), two.clone()]);
    expected.sort_unstable();
    assert_eq!(ids(&take_mentions()), expected);
    assert!(!has_mentions() && take_mentions().is_empty());
    assert!(mention(&two));
    drop(sending);
    assert!(!has_mentions() && !is_sending() && !mention(&one));
    assert_eq!(Arc::strong_count(&two), 1, "what nobody took is gone");
}

#[test]
fn one_within_another_has_its_own() {
    let (outside, inside) = (region(), region());
    let _outer = Sending::start();
    assert!(mention(&outside));
    {
        let _inner = Sending::start();
        assert!(!has_mentions());
        assert!(mention(&inside));
        assert_eq!(ids(&take_mentions()), [inside.id()]);
        assert!(mention(&inside));
    }
    assert!(is_sending() && has_mentions());
    assert_eq!(ids(&take_mentions()), [outside.id()]);
}

#[test]
fn it_is_about_one_thread() {
    let _sending = Sending::start();
    let other = std::thread::spawn(|| mention(&region()) || has_mentions());
    assert!(!other.join().expect("no panic"));
}
