//! J. Timeouts.
//!
//! J083 (a backend that cannot keep a timeout warns) has no test: the options exist only on the builders of the
//! backends that keep them, so that asking another one for it does not compile.

use crate::support::{alone, both, eventually};
use std::time::{Duration, Instant};
use wirecheck::{Batch, closure};

/// Longer than any test may take: only reached when a timeout does not work.
const FOREVER: Duration = Duration::from_secs(100);
const LIMIT: Duration = Duration::from_millis(150);
const SOON: Duration = Duration::from_secs(20);

fn nap(millis: u64) -> u64 {
    std::thread::sleep(Duration::from_millis(millis));
    millis
}

fn hang_at_3(x: u64) -> u64 {
    if x == 3 {
        std::thread::sleep(FOREVER);
    }
    x * x
}

/// Waits until a file exists.
fn wait_for(path: &str) -> bool {
    let start = Instant::now();
    while !std::path::Path::new(path).exists() {
        if start.elapsed() > FOREVER {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

#[test]
fn j080_a_wait_ends_on_time_and_the_task_goes_on() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(1), |backend| {
        let gate = folder.path().join("gate");
        let path = gate.to_str().unwrap().to_owned();
        let mut job = backend.submit(closure!(|x: u64| (wait_for(&path), x)), 9).unwrap();
        let start = Instant::now();
        let error = job.join_timeout(Duration::from_millis(50)).unwrap_err();
        let waited = start.elapsed();
        assert!(waited >= Duration::from_millis(50) && waited < Duration::from_secs(5), "{waited:?}");
        assert!(error.is_timeout() && !error.is_cancelled() && !error.is_crash(), "{error}");
        assert_eq!(
            error.to_string(),
            "no result within 0.05 s; the task is still running: join it again or cancel it"
        );
        assert!(!job.is_finished());
        assert!(job.join_timeout(Duration::ZERO).unwrap_err().is_timeout());
        std::fs::write(&gate, "").unwrap();
        assert_eq!(job.join_timeout(SOON).unwrap(), (true, 9));
        assert_eq!(backend.stats().stopped, 0);
        std::fs::remove_file(&gate).unwrap();
    });
}

/// The results that were there in time are kept; each of the others is an error with its place.
#[test]
fn j081_a_call_that_takes_too_long_keeps_what_it_has() {
    let _alone = alone();
    both!(
        |builder| builder.workers(1).batch(Batch::Fixed(1)).call_timeout(Duration::from_millis(400)),
        |backend| {
            let start = Instant::now();
            // Not all of them are read when it hangs.
            let results = backend.try_map(hang_at_3, 0..30).unwrap();
            assert!(start.elapsed() < SOON);
            assert_eq!(results.len(), 30);
            for (x, result) in (0..).zip(&results) {
                if x < 3 {
                    assert_eq!(*result.as_ref().unwrap(), x * x);
                } else {
                    let error = result.as_ref().unwrap_err();
                    assert!(error.is_timeout(), "{error}");
                    assert_eq!(error.index(), Some(x), "{error}");
                    assert!(
                        error.to_string().contains("its call ran longer than the limit of 0.4 s"),
                        "{error}"
                    );
                    assert!(error.to_string().contains("raise `call_timeout`"), "{error}");
                }
            }
            // Its worker was ended with it, and the next call has its own time.
            assert_eq!(backend.stats().stopped, 1);
            assert_eq!(backend.map(hang_at_3, [5]).unwrap(), [25]);

            let error = backend.map(hang_at_3, 0..30).unwrap_err();
            assert!(error.is_timeout(), "{error}");
            assert_eq!(backend.map(hang_at_3, [4]).unwrap(), [16]);
        }
    );
}

#[test]
fn j081_iterators_of_results_keep_what_they_have() {
    let _alone = alone();
    both!(
        |builder| builder.workers(1).batch(Batch::Fixed(1)).call_timeout(Duration::from_millis(400)),
        |backend| {
            let results: Vec<_> = backend.map_iter(hang_at_3, 0..20).unwrap().take(50).collect();
            for (x, result) in (0..3).zip(&results) {
                assert_eq!(*result.as_ref().unwrap(), x * x);
            }
            // What was taken, and then once for what was not.
            assert!(results.len() > 3 && results.len() <= 21, "{} results", results.len());
            for (x, result) in (0..).zip(&results).skip(3) {
                let error = result.as_ref().unwrap_err();
                assert!(error.is_timeout() && error.index() == Some(x), "{error}");
            }
            // An input without an end is told once.
            let results: Vec<_> = backend.map_iter(hang_at_3, 0..).unwrap().take(200).collect();
            assert!(results[..3].iter().all(Result::is_ok));
            assert!(
                results.len() < 200 && results[3..].iter().all(Result::is_err),
                "{} results",
                results.len()
            );

            let mut results: Vec<_> = backend.map_unordered(hang_at_3, 0..20).unwrap().take(50).collect();
            results.sort_by_key(|(index, _)| *index);
            assert!(results.iter().map(|(index, _)| *index).eq(0..results.len()), "{results:?}");
            for (index, result) in results {
                match result {
                    Ok(square) => assert!(index < 3 && square == (index * index) as u64),
                    Err(error) => assert!(index >= 3 && error.is_timeout(), "{error}"),
                }
            }
            assert_eq!(backend.map(nap, [1]).unwrap(), [1]);
        }
    );
}

#[test]
fn j081_a_job_has_its_own_time_from_submit_on() {
    let _alone = alone();
    both!(|builder| builder.workers(1).call_timeout(Duration::from_millis(400)), |backend| {
        let stuck = backend.submit(nap, 100_000).unwrap();
        let behind = backend.submit(nap, 1).unwrap();
        let error = stuck.join().unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("`call_timeout`"), "{error}");
        // It waited in vain: nothing of it was begun, and its time is over as well.
        assert!(behind.join().unwrap_err().is_timeout());
        assert_eq!(backend.submit(nap, 2).unwrap().join().unwrap(), 2);
        assert_eq!((backend.stats().stopped, backend.stats().crashed), (1, 0));
    });
}

/// A task that writes a line whenever it can, for ever when asked to.
fn tick(path: &str, for_ever: bool) -> u64 {
    use std::io::Write;
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
    let start = Instant::now();
    loop {
        file.write_all(b"tick\n").unwrap();
        if !for_ever || start.elapsed() > FOREVER {
            return u64::from(std::process::id());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn j082_a_task_that_takes_too_long_is_really_stopped() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(1).batch(Batch::Fixed(4)).task_timeout(LIMIT), |backend| {
        let file = folder.path().join("ticks");
        let path = file.to_str().unwrap().to_owned();
        let results =
            backend.try_map(closure!(|stuck: bool| tick(&path, stuck)), [false, true, false]).unwrap();
        let error = results[1].as_ref().unwrap_err();
        assert!(error.is_timeout() && !error.is_crash() && error.index() == Some(1), "{error}");
        assert!(
            error.to_string().contains("ran longer than the limit of 0.15 s for a task and was killed"),
            "{error}"
        );
        assert!(error.task().is_some() && error.side() == Some(wirecheck::Side::Worker), "{error}");
        let (before, after) = (results[0].as_ref().unwrap(), results[2].as_ref().unwrap());
        assert_ne!(before, after, "its worker is replaced");
        assert!(!crate::support::is_running(u32::try_from(*before).unwrap()));
        let written = std::fs::metadata(&file).unwrap().len();
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(std::fs::metadata(&file).unwrap().len(), written, "nobody writes any more");
        assert_eq!((backend.stats().stopped, backend.stats().crashed), (1, 0));

        let job = backend.submit(nap, 100_000).unwrap();
        assert!(job.join().unwrap_err().is_timeout());
        assert!(backend.map(nap, [1, 100_000]).unwrap_err().is_timeout());
        let kinds: Vec<_> = backend.map_iter(nap, [1, 100_000, 2]).unwrap().collect();
        assert!(
            kinds[0].is_ok() && kinds[1].as_ref().unwrap_err().is_timeout() && kinds[2].is_ok(),
            "{kinds:?}"
        );
        std::fs::remove_file(&file).unwrap();
    });
}

#[test]
fn j082_a_generous_limit_does_nothing() {
    let _alone = alone();
    both!(|builder| builder.workers(2).task_timeout(FOREVER).call_timeout(FOREVER), |backend| {
        // A generator: an iterator whose length nobody knows.
        let inputs = std::iter::successors(Some(1_u64), |x| (*x < 20).then_some(x + 1));
        assert_eq!(backend.map(nap, inputs).unwrap(), (1..=20).collect::<Vec<_>>());
        let stats = backend.stats();
        assert_eq!((stats.stopped, stats.crashed), (0, 0));
    });
    both!(|builder| builder.workers(2).task_timeout(Duration::MAX).call_timeout(Duration::MAX), |backend| {
        assert_eq!(backend.map(nap, [1, 2]).unwrap(), [1, 2]);
        assert_eq!(backend.submit(nap, 3).unwrap().join().unwrap(), 3);
    });
}

/// The limit is the task's, not the batch's: many short tasks one after another at one worker are not hit.
#[test]
fn j082_tasks_that_wait_their_turn_do_not_age() {
    let _alone = alone();
    both!(|builder| builder.workers(1).batch(Batch::Fixed(64)).task_timeout(LIMIT), |backend| {
        assert_eq!(backend.map(nap, vec![15; 20]).unwrap().len(), 20);
        assert_eq!(backend.stats().stopped, 0);
    });
}

/// Tasks that end just around the limit, one after another at the same worker: each is either done or too late, and the
/// short one after it is never hit.
#[test]
fn j082_the_task_after_is_never_hit() {
    let _alone = alone();
    let limit = Duration::from_millis(12);
    let pool =
        wirecheck::Pool::builder().workers(1).batch(Batch::Fixed(2)).task_timeout(limit).build().unwrap();
    let (mut done, mut late) = (0, 0_u64);
    let spin = closure!(|micros: u64| {
        let start = Instant::now();
        while start.elapsed() < Duration::from_micros(micros) {
            std::hint::spin_loop();
        }
        micros
    });
    for round in 0..6_u64 {
        let around = (0..8).map(|at| 11_200 + 200 * at + 20 * round);
        // Every other task is over at once.
        let inputs: Vec<u64> = around.flat_map(|micros| [micros, 0]).collect();
        let results = pool.try_map(spin, inputs.clone()).unwrap();
        for (input, result) in inputs.iter().zip(results) {
            match result {
                Ok(micros) => {
                    assert_eq!(micros, *input);
                    done += u64::from(*input > 0);
                }
                Err(error) => {
                    assert!(error.is_timeout() && *input > 0, "a task of {input} us: {error}");
                    late += 1;
                }
            }
        }
    }
    assert_eq!(done + late, 48);
    let stats = pool.stats();
    // One that was done when it was looked at the second time costs its worker, and nothing else.
    assert!(stats.stopped >= late && stats.crashed == 0, "{late} late, {stats:?}");
}

/// Whenever it is stopped, before it begins, as it begins, or later: the next one finds a worker, and no worker is taken
/// for one that crashed.
#[test]
fn j082_a_job_may_be_stopped_at_any_moment() {
    let _alone = alone();
    both!(|builder| builder.workers(1), |backend| {
        assert_eq!(backend.map(nap, [1]).unwrap(), [1]);
        for round in 0..40 {
            let job = backend.submit(nap, 100_000).unwrap();
            let start = Instant::now();
            while start.elapsed() < Duration::from_micros(50 * round) {
                std::hint::spin_loop();
            }
            assert!(job.cancel());
            assert!(job.join().unwrap_err().is_cancelled());
            let mut next = backend.submit(nap, 0).unwrap();
            assert_eq!(next.join_timeout(SOON).unwrap(), 0, "round {round}");
        }
        assert_eq!(backend.stats().crashed, 0);
    });
}

/// One that ended too late to be stopped in time is not stopped at all; one whose caller is gone is.
#[test]
fn j082_a_stopped_call_leaves_no_task_behind() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(2).call_timeout(Duration::from_millis(400)), |backend| {
        let file = folder.path().join("ticks");
        let path = file.to_str().unwrap().to_owned();
        let results = backend.try_map(closure!(|stuck: bool| tick(&path, stuck)), [true, true]).unwrap();
        assert!(results.iter().all(|result| result.as_ref().unwrap_err().is_timeout()), "{results:?}");
        // The workers may need a moment to be gone; they are not given another task first.
        let length = || std::fs::metadata(&file).unwrap().len();
        eventually("the writing ends", SOON, || {
            let before = length();
            std::thread::sleep(Duration::from_millis(30));
            length() == before
        });
        std::fs::remove_file(&file).unwrap();
    });
}
