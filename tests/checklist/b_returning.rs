//! B. Returning a result: what can go wrong with it on its way back.

use crate::support::alone;
use crate::values::{LONG, Program, Tricky, at_once, double, give, on_both, pid};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use wirecheck::{Exit, Pool, Sendable, Side, closure};

#[test]
fn b012_result_that_is_not_written_fails_alone_and_its_worker_lives() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        for _ in 0..20 {
            let results = backend.try_map(give, ["a", "write error", "b"].map(str::to_owned)).unwrap();
            assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
            let error = results[1].as_ref().unwrap_err();
            assert!(error.is_encode() && error.side() == Some(Side::Worker), "{error}");
            assert!(error.to_string().contains("it will not be written"), "{error}");
        }
        let error = backend.submit(give, "write panic".to_owned()).unwrap().join().unwrap_err();
        assert!(error.is_panic() && error.to_string().contains("it panics as asked"), "{error}");
        assert_eq!(backend.stats().crashed, 0);
        // On `Spawn` each task has its own.
        let started = backend.stats().started;
        assert!(started == 1 || started == 61, "{started} processes");
    });
}

#[test]
fn b013_result_that_ends_the_worker_while_it_is_written() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        for (how, exit) in [
            ("write exit 0", Exit::Code(0)),
            ("write exit 3", Exit::Code(3)),
            ("write segv", Exit::Signal(11)),
            ("write abort", Exit::Signal(6)),
        ] {
            let results = backend.try_map(give, ["a", how, "b"].map(str::to_owned)).unwrap();
            assert!(results[0].is_ok() && results[2].is_ok(), "{how}: {results:?}");
            let error = results[1].as_ref().unwrap_err();
            assert!(error.is_crash() && error.exit() == Some(exit), "{how}: {error}");
        }
    });
}

#[test]
fn b014_result_that_is_not_read_fails_alone_with_its_cause() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let results = backend.try_map(give, ["a", "read error", "b"].map(str::to_owned)).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
        let bad = backend.submit(give, "read error".to_owned()).unwrap();
        for error in [results[1].as_ref().unwrap_err(), &bad.join().unwrap_err()] {
            assert!(error.is_decode() && error.side() == Some(Side::Parent), "{error}");
            let message = error.to_string();
            assert!(message.contains("the result of type") && message.contains("in the parent"), "{message}");
            assert!(message.contains("it will not be read"), "{message}");
        }
        let error = backend.submit(give, "read panic".to_owned()).unwrap().join().unwrap_err();
        assert!(error.is_panic() && error.to_string().contains("it panics as asked"), "{error}");
        // Also where the thread that reads it is one of ours.
        let (sender, receiver) = std::sync::mpsc::channel();
        let told = sender.clone();
        let on_ok = move |value: Tricky| sender.send(Ok(value)).unwrap();
        backend.submit_then(give, "read error".to_owned(), on_ok, move |e| told.send(Err(e)).unwrap()).unwrap();
        assert!(receiver.recv_timeout(LONG).unwrap().unwrap_err().is_decode());
        assert_eq!(backend.submit(double, 2).unwrap().join().unwrap(), 4);
        assert_eq!(backend.stats().crashed, 0);
    });
}

/// Rust cannot take an exit back. The program ends as it said, and nothing is left of it.
#[test]
fn b015_exit_while_a_result_is_read_ends_the_program_and_its_workers() {
    let _alone = alone();
    for backend in ["pool", "spawn"] {
        let program = Program::start(&["exit-reading", backend]);
        let (status, words) = program.finish();
        assert_eq!((status.code(), words.as_str()), (Some(3), ""), "{backend}");
    }
}

#[test]
fn b016_error_value_that_is_not_written_is_replaced_by_one_that_describes_it() {
    let _alone = alone();
    let fails = closure!(|text: String| -> Result<u64, Tricky> { Err(Tricky(text)) });
    let odd = closure!(|x: u64| -> u64 { std::panic::panic_any(x) });
    on_both!(.workers(1), |backend| {
        let error = backend.map(fails, ["write error".to_owned()]).unwrap_err();
        assert!(error.is_encode() && error.side() == Some(Side::Worker), "{error}");
        assert!(error.type_name().unwrap().contains("Tricky"), "{error}");
        assert_eq!(backend.map(fails, ["fine".to_owned()]).unwrap(), [Err(Tricky("fine".to_owned()))]);
        let error = backend.map(odd, [7]).unwrap_err();
        assert!(error.is_panic(), "{error}");
        assert!(error.to_string().contains("a payload that is not text"), "{error}");
        assert!(error.panic().unwrap().place().unwrap().contains("b_returning.rs:"), "{error}");
    });
}

/// Written as one number, read as two: the mistake of an exception with an `__init__` of its own.
#[derive(Debug)]
struct Finicky(u64);

impl Serialize for Finicky {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Finicky {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (first, second) = <(u64, String)>::deserialize(deserializer)?;
        Ok(Self(first + second.len() as u64))
    }
}

impl Sendable for Finicky {}

#[test]
fn b017_error_type_that_reads_more_than_it_wrote_breaks_nothing() {
    let _alone = alone();
    let fails = closure!(|x: u64| -> Result<u64, Finicky> { if x == 1 { Err(Finicky(x)) } else { Ok(x) } });
    on_both!(.workers(2), |backend| {
        let results = backend.try_map(fails, [0, 1, 2]).unwrap();
        assert!(matches!(results[0], Ok(Ok(0))) && matches!(results[2], Ok(Ok(2))), "{results:?}");
        let error = results[1].as_ref().unwrap_err();
        assert!(error.is_decode() && error.side() == Some(Side::Parent), "{error}");
        assert!(error.to_string().contains("must agree in this format"), "{error}");
        assert_eq!(backend.map(double, [1]).unwrap(), [2]);
    });
}

/// More than a socket's buffer, from both workers at once, as panics and as error values.
#[test]
fn b018_large_errors_do_not_block() {
    const LARGE: usize = 3 << 20;
    let _alone = alone();
    let panics = closure!(|x: u64| -> u64 { panic!("{x}{}", "p".repeat(LARGE)) });
    let fails = closure!(|x: u64| -> Result<u64, String> { Err(format!("{x}{}", "e".repeat(LARGE))) });
    on_both!(.workers(2), |backend| {
        let jobs: Vec<_> = (0..4).map(|x| backend.submit(panics, x).unwrap()).collect();
        backend.close();
        backend.join().unwrap();
        for (x, job) in jobs.into_iter().enumerate() {
            let error = job.join().unwrap_err();
            // An error message is not a payload: the end of a very long one is cut off.
            let message = error.panic().unwrap().message();
            assert!(message.len() == 64 << 10 && message.starts_with(&x.to_string()), "{}", message.len());
        }
    });
    on_both!(.workers(2), |backend| {
        let values = backend.map(fails, 0..4).unwrap();
        assert!(values.iter().all(|value| value.as_ref().unwrap_err().len() == LARGE + 1));
        let results = backend.try_map(panics, 0..4).unwrap();
        assert!(results.iter().all(|result| result.as_ref().unwrap_err().is_panic()));
        at_once("join", || backend.join()).unwrap();
    });
}

/// How many are alive in this process.
static ALIVE: AtomicU64 = AtomicU64::new(0);

/// A value that is counted.
#[derive(Serialize, Sendable)]
struct Counted {
    x: u64,
}

impl Counted {
    fn new(x: u64) -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Self { x }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            x: u64,
        }
        Plain::deserialize(deserializer).map(|plain| Self::new(plain.x))
    }
}

fn pass(value: Counted) -> Counted {
    Counted::new(value.x)
}

#[test]
fn b019_inputs_results_and_captures_are_released_after_the_task() {
    let _alone = alone();
    let here = || ALIVE.load(Ordering::Relaxed);
    let there = closure!(|_: u64| ALIVE.load(Ordering::Relaxed));
    let pool = Pool::builder().workers(1).build().unwrap();
    let results = pool.map(pass, (0..10).map(Counted::new)).unwrap();
    assert_eq!((here(), results.len()), (10, 10), "the inputs are gone, the results are the caller's");
    drop(results);
    assert_eq!(pool.map(there, [0]).unwrap(), [0], "the worker keeps neither");

    let mut results = pool.map_iter(pass, (0..10).map(Counted::new)).unwrap();
    for _ in 0..10 {
        drop(results.next().unwrap().unwrap());
    }
    assert_eq!(here(), 0, "the iterator keeps no result that was fetched");
    drop(results);

    pool.submit(pass, Counted::new(1)).unwrap().join().unwrap();
    assert_eq!(here(), 0);

    let captured = Counted::new(5);
    let task = closure!(|x: u64| captured.x + x + 10 * ALIVE.load(Ordering::Relaxed));
    assert_eq!(pool.map(task, [1]).unwrap(), [16], "one is alive while the task runs");
    assert_eq!(here(), 0, "the task is used up");
    assert_eq!(pool.map(there, [0]).unwrap(), [0], "and so it is in the worker");
    assert_eq!(pool.stats().started, 1);
    assert_eq!(pool.map(pid, [0, 0]).unwrap().len(), 2);
}
