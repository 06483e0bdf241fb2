//! H. Errors from user code.

use crate::kit::{odd_panics, square, zero_kills};
use crate::support::{alone, is_ignored, raise};
use serde::{Deserialize, Serialize};
use std::error::Error as _;
use std::time::{Duration, Instant};
use wirecheck::{Codec, Error, Exit, Inline, Json, Pool, Sendable, Side, Thread, closure};

const PLACE: u32 = line!() + 4;

#[inline(never)]
fn told_by_its_name(x: u64) -> u64 {
    assert!(x > 10, "{x} is too little");
    x
}

#[test]
fn h067_a_panic_tells_its_words_its_place_and_its_backtrace() {
    let _alone = alone();
    for wanted in [false, true] {
        each!(|builder| builder.workers(1).backtraces(wanted), |backend| {
            let results = backend.try_map(told_by_its_name, [11, 3]).unwrap();
            let error = results[1].as_ref().unwrap_err();
            assert!(error.is_panic() && !error.is_crash(), "{error}");
            assert_eq!((error.index(), error.side()), (Some(1), Some(Side::Worker)));
            assert!(error.task().unwrap().ends_with("h_errors::told_by_its_name"), "{error}");
            let panic = error.panic().unwrap();
            assert_eq!(panic.message(), "3 is too little");
            let mut place = panic.place().unwrap().split(':');
            assert!(place.next().unwrap().ends_with("tests/checklist/h_errors.rs"), "{panic}");
            assert_eq!(place.next().unwrap().parse(), Ok(PLACE), "{panic}");
            let told = error.to_string();
            assert!(
                told.contains("failed at input 1: panicked at ") && told.contains(": 3 is too little"),
                "{told}"
            );
            match panic.backtrace() {
                Some(backtrace) => assert!(wanted && backtrace.contains("told_by_its_name"), "{backtrace}"),
                None => assert!(!wanted, "it was asked for"),
            }
        });
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
enum Mine {
    NotFound { name: String, tried: Vec<u32> },
    Broken(Box<Mine>),
}

fn look_up(x: u32) -> Result<u32, Mine> {
    let cause = Mine::NotFound { name: "ü".to_owned(), tried: vec![x, x + 1] };
    if x == 0 { Ok(7) } else { Err(Mine::Broken(Box::new(cause))) }
}

#[test]
fn h067_an_error_of_the_task_is_a_value_with_all_it_holds() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let expected = [look_up(0), look_up(5)];
        assert_eq!(backend.map(look_up, [0, 5]).unwrap(), expected);
        assert_eq!(backend.submit(look_up, 5).unwrap().join().unwrap(), look_up(5));
        let results = backend.map_iter(look_up, [0, 5]).unwrap();
        assert_eq!(results.map(Result::unwrap).collect::<Vec<_>>(), expected);
    });
}

#[test]
fn h068_threads_wrap_no_error() {
    // Neither can be sent to a process.
    let open = |path: &str| std::fs::File::open(path);
    let threads = Thread::builder().workers(2).build().unwrap();
    let results = threads.map(open, ["/", "/nothing/here"]).unwrap();
    assert!(results[0].is_ok());
    assert_eq!(results[1].as_ref().unwrap_err().kind(), std::io::ErrorKind::NotFound);
    let boxed =
        |x: u32| -> Result<u32, Box<dyn std::error::Error + Send + Sync>> { Err(x.to_string().into()) };
    assert_eq!(threads.map(boxed, [4]).unwrap()[0].as_ref().unwrap_err().to_string(), "4");
    assert_eq!(Inline::new().map(boxed, [4]).unwrap()[0].as_ref().unwrap_err().to_string(), "4");
}

fn leave(code: i32) -> i32 {
    if code >= 0 {
        std::process::exit(code);
    }
    code
}

#[test]
fn h069_an_exit_in_a_task_is_told_and_not_followed() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let results = backend.try_map(leave, [-1, 0, 3, -2]).unwrap();
        assert_eq!((results[0].as_ref().unwrap(), results[3].as_ref().unwrap()), (&-1, &-2));
        for (result, code) in [(&results[1], 0), (&results[2], 3)] {
            let error = result.as_ref().unwrap_err();
            assert_eq!((error.is_crash(), error.exit()), (true, Some(Exit::Code(code))));
            let told = error.to_string();
            assert!(told.contains(&format!("exited with code {code}")), "{told}");
            assert!(told.contains("return an error from the task instead of ending the process"), "{told}");
        }
        assert_eq!(backend.submit(leave, 9).unwrap().join().unwrap_err().exit(), Some(Exit::Code(9)));
        assert_eq!(backend.map(square, [2]).unwrap(), [4]);
    });
}

#[test]
fn h070_an_interrupt_in_a_task_is_told_and_the_backend_goes_on() {
    let _alone = alone();
    let interrupted = closure!(|signal: String| raise(&signal));
    each!(|builder| builder.workers(1), |backend| {
        let signals = [("-INT", "SIGINT", 2), ("-TERM", "SIGTERM", 15), ("-HUP", "SIGHUP", 1)];
        let deadly: Vec<_> = signals.into_iter().filter(|(_, _, number)| !is_ignored(*number)).collect();
        for &(signal, name, _) in &deadly {
            let error = backend.map(interrupted, [signal.to_owned()]).unwrap_err();
            assert_eq!((error.is_crash(), error.signal()), (true, Some(name)), "{error}");
            assert!(error.to_string().contains(&format!("was killed by {name}")), "{error}");
        }
        assert_eq!(backend.map(square, 0..3).unwrap(), [0, 1, 4]);
        assert_eq!(backend.stats().crashed, deadly.len() as u64);
    });
}

#[test]
fn h071_the_first_failure_ends_the_call_at_once() {
    let _alone = alone();
    let task = closure!(|x: u64| {
        assert!(x != 0, "the first");
        std::thread::sleep(Duration::from_secs(10));
    });
    each!(|builder| builder.workers(2), |backend| {
        let start = Instant::now();
        let error = backend.map(task, 0..100).unwrap_err();
        assert!(error.is_panic() && error.index() == Some(0), "{error}");
        // Those that run go on; ending the backend ends them.
        backend.terminate();
        drop(backend);
        assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    });
}

#[test]
fn h072_results_before_a_failure_are_given() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let mut results = backend.map_iter(zero_kills, [5, 4, 0, 3]).unwrap();
        assert_eq!(results.next().unwrap().unwrap(), 5);
        assert_eq!(results.next().unwrap().unwrap(), 4);
        let error = results.next().unwrap().unwrap_err();
        assert_eq!((error.index(), error.signal()), (Some(2), Some("SIGKILL")), "{error}");
        assert_eq!(results.next().unwrap().unwrap(), 3);
        assert!(results.next().is_none());
        // The usual ways to stop at the first.
        let upto = backend.map_iter(odd_panics, [2, 4, 5, 6]).unwrap().map_while(Result::ok);
        assert_eq!(upto.collect::<Vec<_>>(), [1, 2]);
        let all: Result<Vec<u64>, Error> = backend.map_iter(odd_panics, [2, 4, 5, 6]).unwrap().collect();
        assert_eq!(all.unwrap_err().index(), Some(2));
    });
}

/// A pool within a task; its error is the task's value.
fn nested(inputs: Vec<u64>) -> Result<u64, Error> {
    let inner = Pool::builder().workers(1).build()?;
    Ok(inner.map(zero_kills, inputs)?.into_iter().sum())
}

/// One more pool around it.
fn nested_twice(inputs: Vec<u64>) -> Result<u64, Error> {
    Pool::builder().workers(1).build()?.submit(nested, inputs)?.join()?
}

#[test]
fn h073_causes_survive_nested_pools() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let inputs = || [vec![1, 2], vec![1, 0]];
        for results in [backend.map(nested, inputs()).unwrap(), backend.map(nested_twice, inputs()).unwrap()]
        {
            assert_eq!(results[0].as_ref().unwrap(), &3);
            let error = results[1].as_ref().unwrap_err();
            assert_eq!((error.is_crash(), error.signal()), (true, Some("SIGKILL")), "{error}");
            assert_eq!((error.index(), error.side()), (Some(1), Some(Side::Worker)));
            assert!(error.task().unwrap().ends_with("kit::zero_kills"), "{error}");
            assert!(error.to_string().contains("failed at input 1: its worker (process "), "{error}");
        }
    });
}

fn travels_in<F: Codec>(error: &Error) {
    let mut bytes = Vec::new();
    F::encode(&Err::<u8, _>(Some(error)), &mut bytes).unwrap();
    let back = F::decode::<Result<u8, Option<Error>>>(&bytes).unwrap().unwrap_err().unwrap();
    assert_eq!(back.to_string(), error.to_string(), "{}", F::NAME);
    assert_eq!(back.panic(), error.panic());
    assert_eq!(
        (back.format(), back.type_name(), back.path()),
        (error.format(), error.type_name(), error.path())
    );
    fn proof<F: Codec, T: Sendable<F>>(_: &T) {}
    proof::<F, _>(&back);
}

#[test]
fn h073_an_error_travels_in_every_format() {
    let _alone = alone();
    let pool = Pool::<Json>::in_format().workers(1).build().unwrap();
    let encode = pool.map(closure!(|x: Vec<f64>| x.len()), [vec![1.0, f64::NAN]]).unwrap_err();
    assert_eq!((encode.is_encode(), encode.path()), (true, Some("[1]")));
    let errors = [
        encode,
        pool.map(told_by_its_name, [0]).unwrap_err(),
        pool.map(zero_kills, [0]).unwrap_err(),
        Pool::builder().workers(0).build().unwrap_err(),
    ];
    macro_rules! in_each {
        ([$error:ident] $($Format:ident { $($row:tt)* })*) => { $(travels_in::<wirecheck::format::$Format>($error);)* };
    }
    for error in &errors {
        wirecheck_rules::formats!(in_each, error);
    }
}

#[test]
fn h073_what_is_behind_an_error_is_its_source() {
    let _alone = alone();
    // The codec's own error where it was met here, its words where a worker met it.
    let pool = Pool::<Json>::in_format().workers(1).build().unwrap();
    let here = pool.map(closure!(|x: f64| x), [f64::NAN]).unwrap_err();
    let own = here.source().unwrap().downcast_ref::<serde_json::Error>().unwrap();
    assert!(here.to_string().ends_with(&own.to_string()) && own.to_string().contains("NaN"), "{here}");
    let there = pool.map(closure!(|x: f64| x / 0.0), [0.0]).unwrap_err();
    let words = there.source().unwrap().downcast_ref::<wirecheck::format::CodecError>().unwrap();
    assert!(there.to_string().ends_with(&words.to_string()) && words.source().is_none(), "{there}");
    // The operating system's.
    let error = Pool::builder().workers(1).pin([1023]).build().unwrap_err();
    let system = error.source().unwrap().downcast_ref::<std::io::Error>().unwrap();
    assert!(system.raw_os_error().is_some(), "{system:?}");
    assert!(error.to_string().ends_with(&format!(": {system}")), "{error}");
    // What has none behind it.
    assert!(pool.map(zero_kills, [0]).unwrap_err().source().is_none());
}

#[test]
fn h073_a_task_that_unwraps_an_inner_error_tells_its_story() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let error = backend.map(closure!(|x: u64| nested(vec![x]).unwrap()), [0]).unwrap_err();
        assert!(error.is_panic() && error.to_string().contains("was killed by SIGKILL"), "{error}");
    });
}
