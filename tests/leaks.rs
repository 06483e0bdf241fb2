//! Ten thousand processes later, nothing of them is left.

mod support;

use std::time::{Duration, Instant};
use support::{alone, children, eventually};
use wirecheck::Spawn;

wirecheck::test_support!();

const PROCESSES: u64 = 10_000;

fn square(x: u64) -> u64 {
    if x % 1000 == 999 {
        // Some of them die.
        std::process::abort();
    }
    x * x
}

/// What this process holds of the system.
#[derive(Clone, Copy, Debug)]
struct Held {
    descriptors: usize,
    shared: usize,
    mappings: usize,
    threads: usize,
    resident: usize,
}

impl Held {
    fn now() -> Self {
        let count = |folder: &str| std::fs::read_dir(folder).map_or(0, Iterator::count);
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
        Self {
            descriptors: support::descriptors(),
            shared: count("/dev/shm"),
            mappings: maps.lines().count(),
            threads: count("/proc/self/task"),
            resident: pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * rustix::param::page_size(),
        }
    }
}

#[test]
fn ten_thousand_spawns_leave_nothing_behind() {
    let _alone = alone();
    let spawn = Spawn::builder().workers(4).stderr(wirecheck::Output::Captured).build().unwrap();
    let run = |inputs: std::ops::Range<u64>| {
        for (x, result) in inputs.clone().zip(spawn.try_map(square, inputs).unwrap()) {
            match result {
                Ok(y) => assert_eq!(y, x * x),
                Err(error) => assert!(x % 1000 == 999 && error.signal() == Some("SIGABRT"), "{error}"),
            }
        }
        assert_eq!(spawn.submit(square, 3).unwrap().join().unwrap(), 9);
        eventually("no child is left", Duration::from_secs(10), || children().is_empty());
    };
    run(0..200);
    let before = Held::now();
    let start = Instant::now();
    run(0..PROCESSES);
    let took = start.elapsed();
    // A process is gone a moment before what this one had of it is closed.
    eventually("descriptors are closed", Duration::from_secs(10), || {
        support::descriptors() <= before.descriptors
    });
    let after = Held::now();
    let message = format!("{before:?} before, {after:?} after {PROCESSES} in {took:?}");
    assert_eq!(spawn.stats().started, 200 + PROCESSES + 2, "{message}");
    // The loop of jobs may be one process further at either look.
    assert!(after.descriptors <= before.descriptors, "{message}");
    assert!(after.shared <= before.shared, "{message}");
    assert!(after.threads <= before.threads, "{message}");
    // A stack and an arena more are the allocator's.
    assert!(after.mappings <= before.mappings + 8, "{message}");
    assert!(after.resident <= before.resident + (8 << 20), "{message}");
    drop(spawn);
    assert!(support::descriptors() < before.descriptors, "its own are closed with it");
}
