//! The faults that can be asked for: each is made for real, and costs what it says.

mod support;

use std::io::Write as _;
use std::time::{Duration, Instant};
use support::{alone, children, eventually};
use wirecheck::backend::{Build, ProcessBackend};
use wirecheck::{Builder, Error, Fault, Pool, Spawn, closure};

wirecheck::test_support!();

/// Long enough that no worker has all of them before another begins.
fn square(x: u64) -> u64 {
    std::thread::yield_now();
    x * x
}

fn none_is_left() {
    eventually("no process is left", Duration::from_secs(10), || children().is_empty());
}

type Results = Vec<Result<u64, Error>>;

/// What each of ten tasks came to, and how many processes died.
fn run<B: Build + ProcessBackend>(
    builder: Builder<B>,
    fault: Fault,
    map: fn(&B) -> Result<Results, Error>,
    crashed: fn(&B) -> u64,
) -> (Results, u64) {
    let backend = builder.workers(2).fault(fault, 4).build().expect("a backend");
    let results = map(&backend).expect("results");
    let deaths = crashed(&backend);
    (results, deaths)
}

fn check(fault: Fault, (results, deaths): (Results, u64)) {
    for (index, result) in (0_u64..).zip(&results) {
        match (result, fault.expected_error().filter(|_| index == 4)) {
            (Ok(value), None) => assert_eq!(*value, index * index, "{fault}"),
            (Err(error), Some(words)) => {
                let message = error.to_string();
                assert!(message.contains(words) && error.index() == Some(4), "{fault}: {message}");
            }
            (other, cost) => panic!("{fault} at {index}: {other:?}, which should cost {cost:?}"),
        }
    }
    assert_eq!(results.len(), 10);
    let dies = matches!(fault, Fault::KillBefore | Fault::KillDuring | Fault::KillAfter | Fault::Garbage);
    assert_eq!(deaths, u64::from(dies), "{fault}");
}

#[test]
fn each_costs_what_it_says_on_a_pool() {
    let _alone = alone();
    for fault in Fault::ALL {
        check(
            fault,
            run(Pool::builder(), fault, |pool| pool.try_map(square, 0..10), |pool| pool.stats().crashed),
        );
    }
    none_is_left();
}

#[test]
fn each_costs_what_it_says_with_a_process_a_task() {
    let _alone = alone();
    for fault in Fault::ALL {
        let found =
            run(Spawn::builder(), fault, |spawn| spawn.try_map(square, 0..10), |spawn| spawn.stats().crashed);
        if fault == Fault::KillAfter {
            // Its only task is answered: whether it then ended or was killed is no difference to anybody.
            assert!(found.0.iter().all(Result::is_ok));
        } else {
            check(fault, found);
        }
    }
    none_is_left();
}

#[test]
fn what_is_tried_again_succeeds() {
    let _alone = alone();
    for fault in [Fault::KillDuring, Fault::Garbage] {
        let pool = Pool::builder().workers(2).fault(fault, 4).retries(1).build().expect("a pool");
        assert_eq!(pool.map(square, 0..10).expect("results").len(), 10, "{fault}");
        assert_eq!((pool.stats().crashed, pool.stats().retried), (1, 1), "{fault}");
    }
    none_is_left();
}

#[test]
fn a_delay_is_one_and_large_values_find_a_way_without_space() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).fault(Fault::Delay, 0).build().expect("a pool");
    let clock = Instant::now();
    pool.map(square, [1]).expect("a result");
    assert!(clock.elapsed() >= Duration::from_millis(50));
    drop(pool);
    let pool = Pool::builder().workers(1).fault(Fault::NoSpace, 0).build().expect("a pool");
    let results = pool.map(closure!(|len: usize| vec![7_u8; len]), [10, 1 << 20]).expect("results");
    assert!(results[1].len() == 1 << 20 && results[1].iter().all(|byte| *byte == 7));
    assert_eq!(pool.stats().out_of_band, 0, "it went through the socket");
    drop(pool);
    let pool = Pool::builder().workers(1).fault(Fault::LittleMemory, 0).build().expect("a pool");
    let results = pool
        .try_map(closure!(|len: usize| vec![7_u8; len].len()), [1 << 20, 1 << 30, 1 << 20])
        .expect("results");
    assert!(results[0].is_ok() && results[2].is_ok());
    assert!(results[1].as_ref().is_err_and(|error| error.to_string().contains("memory")), "{:?}", results[1]);
    drop(pool);
    none_is_left();
}

#[test]
fn a_closed_standard_output_is_written_to_without_harm() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).fault(Fault::ClosedStdout, 0).build().expect("a pool");
    let print = closure!(|x: u64| {
        // An error is as good as nothing: what must not be is a panic, or a word in another file.
        let _ = writeln!(std::io::stdout(), "nobody reads this");
        x
    });
    assert_eq!(pool.map(print, [1, 2]).expect("results"), [1, 2]);
    drop(pool);
    none_is_left();
}
