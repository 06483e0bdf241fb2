//! A. Sending a task: what can go wrong with it on its way there.

use crate::support::alone;
use crate::values::{Program, at_once, double, on_both, take, tricky};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::path::Path;
use std::time::{Duration, Instant};
use wirecheck::{Bincode, Exit, Json, Pool, Sendable, Side, closure};

#[test]
fn a001_input_that_is_not_written_fails_alone() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        backend.map(double, [1]).unwrap();
        let before = backend.stats();
        for (text, is, cause) in [
            ("write error", wirecheck::Error::is_encode as fn(&_) -> bool, "it will not be written"),
            ("write panic", wirecheck::Error::is_panic, "it panics as asked"),
        ] {
            let results = backend.try_map(take, [tricky("a"), tricky(text), tricky("b")]).unwrap();
            assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
            let error = results[1].as_ref().unwrap_err();
            assert!(is(error) && error.to_string().contains(cause), "{error}");
            assert_eq!((error.side(), error.index()), (Some(Side::Parent), Some(1)), "{error}");
            let error = backend.submit(take, tricky(text)).unwrap_err();
            assert!(is(&error) && error.to_string().contains(cause), "{error}");
            assert_eq!(backend.map(double, [2]).unwrap(), [4]);
        }
        assert_eq!(backend.stats().since(&before).crashed, 0, "no worker was touched");
    });
}

/// Rust cannot take an exit back. The program ends as it said, and nothing is left of it.
#[test]
fn a002_exit_while_an_input_is_written_ends_the_program_and_its_workers() {
    let _alone = alone();
    for backend in ["pool", "spawn"] {
        let program = Program::start(&["exit-writing", backend]);
        let (status, words) = program.finish();
        assert_eq!((status.code(), words.as_str()), (Some(3), ""), "{backend}");
    }
}

#[test]
fn a003_input_that_is_not_read_names_phase_type_and_cause() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let results = backend.try_map(take, [tricky("a"), tricky("read error"), tricky("b")]).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
        let error = results[1].as_ref().unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!((error.side(), error.format()), (Some(Side::Worker), Some("bincode")), "{error}");
        assert!(error.type_name().unwrap().ends_with("Tricky"), "{error}");
        let message = error.to_string();
        assert!(message.contains("the input of type") && message.contains("in the worker"), "{message}");
        assert!(message.contains("it will not be read") && message.contains("must agree"), "{message}");
        let error = backend.submit(take, tricky("read panic")).unwrap().join().unwrap_err();
        assert!(error.is_panic() && error.to_string().contains("it panics as asked"), "{error}");
        assert_eq!(backend.stats().crashed, 0);
    });
}

#[test]
fn a004_input_that_exits_the_worker_while_it_is_read() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        for code in [0, 3] {
            let input = tricky(&format!("read exit {code}"));
            let results = backend.try_map(take, [tricky("a"), input, tricky("b")]).unwrap();
            assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
            let error = results[1].as_ref().unwrap_err();
            assert!(error.is_crash() && error.exit() == Some(Exit::Code(code)), "{error}");
            assert!(error.to_string().contains(&format!("exited with code {code}")), "{error}");
        }
    });
}

#[test]
fn a005_input_that_crashes_the_worker_while_it_is_read_names_the_signal() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        for (how, signal) in [("read segv", "SIGSEGV"), ("read abort", "SIGABRT"), ("read kill", "SIGKILL")] {
            let jobs = ["a", how, "b"].map(|text| backend.submit(take, tricky(text)).unwrap());
            let [first, bad, last] = jobs.map(wirecheck::Job::join);
            assert!(first.is_ok() && last.is_ok(), "{first:?} {last:?}");
            let error = bad.unwrap_err();
            assert!(error.is_crash() && error.signal() == Some(signal), "{error}");
        }
    });
}

/// With room for four inputs at a time: a place that a failure did not give back would be missed soon.
#[test]
fn a006_failed_tasks_give_their_place_back() {
    let _alone = alone();
    on_both!(.workers(2).window(4), |backend| {
        for bad in ["write error", "read error"] {
            // Processes are dear: fewer of them say the same.
            let n = if backend.stats().started > 50 { 20 } else { 100 };
            let inputs = (0..2 * n).map(|at| tricky(if at < n { bad } else { "good" }));
            let results = backend.try_map(take, inputs.clone()).unwrap();
            assert!(results[..n].iter().all(Result::is_err), "{bad}");
            assert!(results[n..].iter().all(|result| result.as_ref().unwrap() == "good"), "{bad}");
            let good = backend.map_iter(take, inputs).unwrap().filter(Result::is_ok).count();
            assert_eq!(good, n, "{bad}");
        }
    });
}

#[test]
fn a007_input_that_is_not_written_at_shutdown_blocks_nothing() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let good = backend.submit(double, 4).unwrap();
        assert!(backend.submit(take, tricky("write error")).unwrap_err().is_encode());
        backend.close();
        let error = backend.submit(take, tricky("write error")).unwrap_err();
        assert!(error.is_refused() && error.to_string().contains("closed"), "{error}");
        at_once("join", || backend.join()).unwrap();
        assert_eq!(good.join().unwrap(), 8);
        at_once("drop", || drop(backend));
    });
}

/// Workers that may be idle for less than an input takes to be written: they end and are started again.
#[test]
fn a008_slowly_written_inputs_and_a_short_idle_timeout() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).idle_timeout(Duration::from_millis(2)).build().unwrap();
    let slow = || {
        (0..12_u64).inspect(|x| {
            let start = Instant::now();
            let pause = Duration::from_millis(x % 4);
            while start.elapsed() < pause {
                std::thread::yield_now();
            }
        })
    };
    let expected: Vec<u64> = (0..12).map(double).collect();
    for _ in 0..5 {
        assert_eq!(pool.map(double, slow()).unwrap(), expected);
        let jobs: Vec<_> = slow().map(|x| pool.submit(double, x).unwrap()).collect();
        assert_eq!(jobs.into_iter().map(|job| job.join().unwrap()).collect::<Vec<_>>(), expected);
    }
    assert_eq!(pool.stats().crashed, 0, "an idle worker that ends is no crash");
    at_once("join", || pool.join()).unwrap();
}

#[test]
fn a009_code_defined_anywhere_is_sent_and_captures_are_never_stale() {
    fn triangle(n: u64) -> u64 {
        if n == 0 { 0 } else { n + triangle(n - 1) }
    }
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        fn nested(x: u64) -> u64 {
            x + 100
        }
        assert_eq!(backend.map(closure!(|x: u64| x + 1), [1]).unwrap(), [2]);
        assert_eq!(backend.map(nested, [1]).unwrap(), [101]);
        assert_eq!(backend.map(triangle, [4]).unwrap(), [10]);
        let mut by = vec![1_u64];
        for round in 2..5 {
            let task = closure!([by] |x: u64| by.iter().sum::<u64>() * x);
            let sum: u64 = (1..round).sum();
            assert_eq!(backend.map(task, [10]).unwrap(), [10 * sum], "what it is now, not what it was");
            by = (1..=round).collect();
        }
    });
}

/// Code as a value is refused where it is written; code as a task is sent with what it captures.
#[test]
fn a010_functions_in_inputs_are_refused_and_methods_travel_as_closures() {
    #[derive(Clone, Serialize, Deserialize, Sendable)]
    struct Scale {
        by: u64,
    }
    impl Scale {
        fn apply(&self, x: u64) -> u64 {
            self.by * x
        }
    }
    let _alone = alone();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for case in ["ui/WC0082-code-as-data.stderr", "ui/field-boxed-closure.stderr"] {
        let text = std::fs::read_to_string(root.join(case)).unwrap();
        assert!(text.contains("WC0082") || text.contains("WC0086"), "{case}: {text}");
    }
    on_both!(.workers(1), |backend| {
        let scale = Scale { by: 3 };
        assert_eq!(backend.map(closure!(|x: u64| scale.apply(x)), [2, 5]).unwrap(), [6, 15]);
    });
}

/// Writes itself in its own way, one for texts and another one for bytes.
#[derive(Debug, PartialEq)]
struct Temperature {
    millis: i64,
}

impl<F: wirecheck::Format> Sendable<F> for Temperature {}

impl Serialize for Temperature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&format_args!("{}m", self.millis))
        } else {
            self.millis.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Temperature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let millis = if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            let number = text.strip_suffix('m').and_then(|number| number.parse().ok());
            number.ok_or_else(|| serde::de::Error::custom("a number and an m"))?
        } else {
            i64::deserialize(deserializer)?
        };
        Ok(Self { millis })
    }
}

/// The reducers of Rust are the impls of serde and the format of the backend: a type's own, both ways, for each backend its own.
#[test]
fn a011_each_backend_writes_values_in_its_own_way() {
    let _alone = alone();
    let text = Pool::<Json>::in_format().workers(1).build().unwrap();
    let bytes = Pool::<Bincode>::in_format().workers(1).build().unwrap();
    let warmer = closure!(|t: Temperature| Temperature { millis: t.millis + 1 });
    for millis in [0, -5, i64::MAX - 1] {
        let expected = [Temperature { millis: millis + 1 }];
        assert_eq!(text.map(warmer, [Temperature { millis }]).unwrap(), expected);
        assert_eq!(bytes.map(warmer, [Temperature { millis }]).unwrap(), expected);
    }
    assert_ne!(text.stats().sent, bytes.stats().sent);
}
