//! What is held of the system while large values travel, and after.

use crate::support::{alone, descriptors, eventually};
use std::time::Duration;
use wirecheck::{Pool, Shared, Spawn, Transfer, closure};

fn bytes(len: usize) -> Vec<u8> {
    vec![7; len]
}

fn open_files((): ()) -> usize {
    descriptors()
}

fn mappings() -> usize {
    std::fs::read_to_string("/proc/self/maps")
        .unwrap_or_default()
        .lines()
        .filter(|line| line.contains("wirecheck"))
        .count()
}

fn total(parts: Vec<Shared<[u64]>>) -> u64 {
    parts.iter().flat_map(|part| part.iter()).sum()
}

#[test]
fn nothing_is_left_of_any_way() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("a folder");
    for transfer in Transfer::ALL {
        let before = (descriptors(), mappings());
        let builder = || Pool::builder().workers(2).transfer(transfer).transfer_dir(folder.path());
        let pool = builder().build().expect("a pool");
        let large = || (0..20).map(|at| bytes(100_000 + at));
        assert_eq!(pool.map(closure!(|bytes: Vec<u8>| bytes), large()).expect("results").len(), 20);
        // Not all of them are fetched, joined or even run.
        let mut some = pool.map_iter(bytes, vec![300_000; 20]).expect("an iterator");
        assert!(some.next().is_some());
        drop(some);
        let jobs: Vec<_> = (0..10).map(|_| pool.submit(bytes, 300_000).expect("a job")).collect();
        drop(jobs);
        drop(pool);
        let spawn = Spawn::builder().workers(2).transfer(transfer).transfer_dir(folder.path()).build();
        assert_eq!(spawn.expect("a backend").map(bytes, vec![200_000; 4]).expect("results").len(), 4);
        assert_eq!((descriptors(), mappings()), before, "{}", transfer.name());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}

#[test]
fn a_ladder_of_shared_values() {
    let _alone = alone();
    let before = (descriptors(), mappings());
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let idle = pool.map(open_files, [(), ()]).expect("counts");
    for count in [1_usize, 100, 10_000] {
        let values: Vec<Shared<[u64]>> =
            (0..count as u64).map(|at| Shared::copy_of(&[at, 1]).expect("a value")).collect();
        assert!(descriptors() < before.0 + 300, "{} descriptors for {count} values", descriptors());
        let sum = (0..count as u64).sum::<u64>() + count as u64;
        // All of them to one task, and each to one of its own, all of which have their values at a time.
        assert_eq!(pool.map(total, vec![values.clone(); 2]).expect("sums"), [sum, sum]);
        let each = pool.map(closure!(|one: Shared<[u64]>| one[0]), values.iter().cloned()).expect("firsts");
        assert!(each.into_iter().eq(0..count as u64));
        drop(values);
        eventually("the workers let go", Duration::from_secs(10), || {
            // Memory for large inputs stays.
            pool.map(open_files, [(), ()]).expect("counts").into_iter().max()
                < idle.iter().map(|count| count + 8).max()
        });
    }
    drop(pool);
    assert_eq!((descriptors(), mappings()), before);
}

#[test]
fn large_shared_values_are_forgotten_by_idle_workers() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let worker = pool.map(closure!(|()| std::process::id()), [()]).expect("an id")[0];
    let mapped = || {
        let maps = std::fs::read_to_string(format!("/proc/{worker}/maps")).expect("maps");
        maps.lines().filter(|line| line.contains("wirecheck-memory")).count()
    };
    let data = Shared::<[u64]>::build(1 << 18, |values| values.fill(3)).expect("a value");
    let copy = data.clone();
    assert_eq!(pool.map(closure!(|at: usize| copy[at]), [5]).expect("a value"), [3]);
    assert!(mapped() > 0, "it is kept for the next call");
    drop(data);
    // Nothing is sent to the worker any more.
    eventually("it is forgotten", Duration::from_secs(10), || mapped() == 0);
}

#[test]
fn many_results_that_nobody_asks_for_need_no_descriptors() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().expect("a pool");
    let before = descriptors();
    let jobs: Vec<_> = (0..300).map(|at| pool.submit(bytes, 70_000 + at).expect("a job")).collect();
    eventually("all are done", Duration::from_secs(60), || jobs.iter().all(wirecheck::Job::is_finished));
    assert!(descriptors() < before + 50, "{} more descriptors", descriptors() - before);
    for (at, job) in jobs.into_iter().enumerate() {
        assert_eq!(job.join().expect("a result").len(), 70_000 + at);
    }
}

#[test]
fn memory_for_results_is_given_back_by_an_idle_worker() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().expect("a pool");
    let worker = pool.map(closure!(|()| std::process::id()), [()]).expect("an id")[0];
    assert_eq!(pool.map(bytes, [3_000_000]).expect("a result")[0].len(), 3_000_000);
    let resident = |kind: &str| {
        let status = std::fs::read_to_string(format!("/proc/{worker}/status")).expect("a status");
        let line = status.lines().find(|line| line.starts_with(kind)).unwrap_or_default().to_owned();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<usize>().ok()).expect("a number")
    };
    eventually("it is given back", Duration::from_secs(10), || resident("RssShmem") < 1_000);
    assert_eq!(pool.map(bytes, [3_000_000]).expect("another result")[0].len(), 3_000_000);
    // What its allocator kept, too.
    assert_eq!(pool.map(bytes, [60 << 20]).expect("a result")[0].len(), 60 << 20);
    eventually("all is given back", Duration::from_secs(10), || {
        resident("RssShmem") < 1_000 && resident("RssAnon") < 20_000
    });
}
