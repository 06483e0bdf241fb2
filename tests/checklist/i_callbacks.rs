//! I. Callbacks: 74 to 77.

use crate::kit::{Gate, LONG, odd_panics, square, wait_at, zero_kills};
use crate::support::{alone, children, eventually};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use wirecheck::{Error, Pool, Spawn};

/// What callbacks report: which one was called, with what.
type Told = (u64, Result<u64, Error>);

/// The two callbacks of one task.
fn callbacks(
    name: u64,
    sender: &Sender<Told>,
) -> (impl FnOnce(u64) + Send + use<>, impl FnOnce(Error) + Send + use<>) {
    let (good, bad) = (sender.clone(), sender.clone());
    (move |value| good.send((name, Ok(value))).unwrap(), move |error| bad.send((name, Err(error))).unwrap())
}

fn next(told: &Receiver<Told>) -> Told {
    told.recv_timeout(LONG).expect("a callback")
}

fn held(gate: std::path::PathBuf, x: u64) -> u64 {
    u64::from(wait_at(gate, x))
}

#[test]
fn i074_a_callback_runs_on_success_on_failure_and_at_the_end() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let (sender, told) = channel();
        let (ok, err) = callbacks(1, &sender);
        backend.submit_then(square, 7, ok, err).unwrap();
        assert!(matches!(next(&told), (1, Ok(49))));
        let (ok, err) = callbacks(2, &sender);
        backend.submit_then(odd_panics, 3, ok, err).unwrap();
        let error = next(&told).1.unwrap_err();
        assert!(error.is_panic() && error.task().unwrap().ends_with("odd_panics"), "{error}");
        let (ok, err) = callbacks(3, &sender);
        backend.submit_then(zero_kills, 0, ok, err).unwrap();
        assert_eq!(next(&told).1.unwrap_err().signal(), Some("SIGKILL"));
        // One that runs and one behind it when all is ended.
        let gate = Gate::new();
        for name in [4, 5] {
            let (ok, err) = callbacks(name, &sender);
            backend.submit_then(held, (gate.path(), name), ok, err).unwrap();
        }
        eventually("one runs", LONG, || gate.arrived() == 1);
        backend.terminate();
        let mut names = [next(&told), next(&told)].map(|(name, result)| {
            assert!(result.unwrap_err().is_cancelled());
            name
        });
        names.sort_unstable();
        assert_eq!(names, [4, 5]);
        let (ok, err) = callbacks(6, &sender);
        assert!(backend.submit_then(square, 1, ok, err).unwrap_err().is_refused());
        drop((backend, sender));
        assert!(told.recv().is_err(), "none is called twice");
    });
}

/// The handle may be gone before they are.
#[test]
fn i074_callbacks_run_when_the_handle_is_dropped() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let (sender, told) = channel();
        let gate = Gate::new();
        for name in 0..3 {
            let (ok, err) = callbacks(name, &sender);
            backend.submit_then(held, (gate.path(), name), ok, err).unwrap();
        }
        eventually("one runs", LONG, || gate.arrived() == 1);
        drop((backend, sender));
        let results: Vec<Told> = told.iter().collect();
        assert_eq!(results.len(), 3);
        assert!(results.iter().all(|(_, result)| result.as_ref().unwrap_err().is_cancelled()));
    });
}

#[test]
fn i075_each_callback_fires_exactly_once() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let tasks = if backend.stats().started == 0 { 30 } else { 300 };
        let (sender, told) = channel();
        for x in 0..tasks {
            let (ok, err) = callbacks(x, &sender);
            backend.submit_then(odd_panics, x, ok, err).unwrap();
        }
        backend.join().unwrap();
        drop(sender);
        let mut results: Vec<Told> = told.try_iter().collect();
        results.sort_by_key(|(name, _)| *name);
        assert_eq!(results.len() as u64, tasks, "joining waits for them");
        for (x, (name, result)) in (0..).zip(results) {
            assert_eq!(x, name);
            assert_eq!(result.ok(), (x % 2 == 0).then_some(x / 2));
        }
    });
}

#[test]
fn i076_a_callback_that_panics_is_told_by_join_and_breaks_nothing() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let (sender, told) = channel();
        for x in 0..6_u64 {
            if x % 2 == 0 {
                let (ok, err) = callbacks(x, &sender);
                backend.submit_then(square, x, ok, err).unwrap();
            } else {
                backend.submit_then(square, x, move |y| panic!("{x} gave {y}"), |_| ()).unwrap();
            }
        }
        let mut names = [next(&told).0, next(&told).0, next(&told).0];
        names.sort_unstable();
        assert_eq!(names, [0, 2, 4]);
        assert_eq!(backend.map(square, [5]).unwrap(), [25]);
        let error = backend.join().unwrap_err();
        assert!(error.is_panic(), "{error}");
        assert!(error.panic().unwrap().place().unwrap().contains("i_callbacks.rs:"), "{error}");
        let told = error.to_string();
        assert!(
            told.starts_with("a callback of `submit_then` panicked at ") && told.ends_with("; 2 more did"),
            "{told}"
        );
        backend.join().unwrap();
    });
}

#[test]
fn i076_a_callback_cannot_wait_for_itself() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let (sender, told) = channel();
        let own = backend.clone();
        backend.submit_then(square, 2, move |_| sender.send(own.join()).unwrap(), |_| ()).unwrap();
        let error = told.recv_timeout(LONG).unwrap().unwrap_err();
        assert!(error.is_refused() && error.to_string().contains("join it from other code"), "{error}");
        assert!(backend.takes_tasks());
        // From its input and its hook as well.
        let refused = AtomicUsize::new(0);
        let inputs = (0..3).inspect(|_| {
            refused.fetch_add(usize::from(backend.join().is_err()), Ordering::Relaxed);
        });
        assert_eq!(backend.map(square, inputs).unwrap(), [0, 1, 4]);
        assert_eq!(refused.into_inner(), 3);
        backend.join().unwrap();
    });
}

macro_rules! chain {
    ($name:ident, $backend:ty) => {
        /// Submits the next one from the callback of the one before; the first one crashes its worker when told so.
        fn $name(backend: &$backend, left: u64, crash: bool, done: Sender<u64>) {
            let (own, again) = (backend.clone(), backend.clone());
            let last = done.clone();
            let go_on = move |x: u64| {
                if x == 1 { last.send(x).unwrap() } else { $name(&own, x - 1, crash, last) }
            };
            let recover = move |error: Error| {
                assert!(error.is_crash(), "{error}");
                $name(&again, left, false, done);
            };
            let input = if crash && left % 5 == 0 { 0 } else { left };
            backend.submit_then(zero_kills, input, go_on, recover).unwrap();
        }
    };
}
chain!(pool_chain, Pool);
chain!(spawn_chain, Spawn);

#[test]
fn i077_chains_of_submissions_from_callbacks_end() {
    let _alone = alone();
    let (sender, done) = channel();
    let pool = Pool::builder().workers(2).build().unwrap();
    for _ in 0..3 {
        pool_chain(&pool, 100, false, sender.clone());
    }
    for _ in 0..3 {
        assert_eq!(done.recv_timeout(LONG).unwrap(), 1);
    }
    eventually("all are counted", LONG, || pool.stats().tasks == 300);
    assert_eq!(pool.stats().crashed, 0);
    let spawn = Spawn::builder().workers(2).build().unwrap();
    spawn_chain(&spawn, 20, false, sender);
    assert_eq!(done.recv_timeout(LONG).unwrap(), 1);
}

#[test]
fn i077_a_crash_from_a_callback_recovers() {
    let _alone = alone();
    let (sender, done) = channel();
    let pool = Pool::builder().workers(1).build().unwrap();
    pool_chain(&pool, 10, true, sender.clone());
    assert_eq!(done.recv_timeout(LONG).unwrap(), 1);
    pool.join().unwrap();
    assert_eq!(pool.stats().crashed, 1);
    let spawn = Spawn::builder().workers(1).build().unwrap();
    spawn_chain(&spawn, 5, true, sender);
    assert_eq!(done.recv_timeout(LONG).unwrap(), 1);
    spawn.join().unwrap();
}

/// The last handle may be one that a callback holds.
#[test]
fn i077_a_callback_may_own_the_last_handle() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let (sender, done) = channel();
        let gate = Gate::new();
        let own = backend.clone();
        let end = move |_: u64| {
            drop(own);
            sender.send(()).unwrap();
        };
        backend.submit_then(held, (gate.path(), 0), end, |error| panic!("{error}")).unwrap();
        drop(backend);
        gate.open();
        done.recv_timeout(LONG).unwrap();
        eventually("its workers are gone", LONG, || children().is_empty());
    });
}
