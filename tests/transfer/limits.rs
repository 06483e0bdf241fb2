//! How much there may be, and how much memory it takes.

use crate::support::{alone, skipped};
use std::process::Command;
use wirecheck::{Pool, Transfer, closure};

const LARGE: &str = env!("CARGO_BIN_EXE_large");

/// Bytes that are available on this machine.
fn available() -> u64 {
    let info = std::fs::read_to_string("/proc/meminfo").expect("meminfo");
    let line = info.lines().find(|line| line.starts_with("MemAvailable")).expect("a line");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).expect("a number") * 1024
}

const FOUR_GIB: usize = 1 << 32;

#[test]
fn more_than_four_gib_goes_through_shared_memory() {
    let _alone = alone();
    // The result, the memory it is in, and what else runs on the machine. The worker's own is zero pages.
    if available() < 12 << 30 {
        skipped("less than 12 GiB of memory are available");
        return;
    }
    let pool = Pool::builder().workers(1).transfer(Transfer::SharedMemory).build().expect("a pool");
    let made = pool.map(closure!(|len: usize| vec![0_u8; len]), [FOUR_GIB + 17]).expect("a result").remove(0);
    assert_eq!((made.len(), made[FOUR_GIB + 16]), (FOUR_GIB + 17, 0));
}

#[test]
fn peaks_stay_near_what_is_asked_for() {
    let _alone = alone();
    let told = Command::new(LARGE).args(["peak", "."]).output().expect("a program");
    let text = String::from_utf8(told.stdout).expect("text");
    let figure = |name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{text}"));
        line.trim().parse().expect("a number")
    };
    // In MiB: one result of 256, and 200 of 2 that are looked at one after the other, 8 at most under way.
    assert!(figure("one:") < 256.0 * 1.1, "{text}");
    assert!(figure("many:") < 64.0, "{text}");
}

#[test]
fn what_is_large_is_a_choice() {
    let _alone = alone();
    let moved = |large: usize, len: usize| {
        let pool = Pool::builder().workers(1).shared_memory_threshold(large).build().expect("a pool");
        assert_eq!(pool.map(closure!(|len: usize| vec![1_u8; len]), [len]).expect("a result")[0].len(), len);
        pool.stats().out_of_band
    };
    assert_eq!(moved(1_000, 900), 0);
    assert!(moved(1_000, 1_100) >= 1_100);
    assert_eq!(moved(1 << 20, 1_000_000), 0);
    assert!(moved(1 << 16, 1_000_000) >= 1_000_000);
    let inline = Pool::builder()
        .workers(1)
        .transfer(Transfer::Inline)
        .shared_memory_threshold(1)
        .build()
        .expect("a pool");
    assert_eq!(
        inline.map(closure!(|len: usize| vec![1_u8; len]), [100_000]).expect("a result")[0].len(),
        100_000
    );
    assert_eq!(inline.stats().out_of_band, 0);
}
