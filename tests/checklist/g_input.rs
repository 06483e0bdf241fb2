//! G. Input iterators and back-pressure.

use crate::kit::{Gate, LONG, odd_panics, square, wait_at};
use crate::support::{alone, children, eventually};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wirecheck::{Batch, Pool, closure};

/// Inputs whose iterator panics in place of this one.
fn inputs_until(at: u64) -> impl Iterator<Item = u64> {
    (0..60).inspect(move |x| assert!(*x != at, "no input {at}"))
}

/// The words of the panic in which this ends.
fn panic_of<R>(call: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).err().expect("it panics");
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("a text")
}

#[test]
fn g063_an_input_that_panics_ends_its_call_and_not_the_backend() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let is_kept = backend.stats().started > 0;
        for at in if is_kept { vec![0, 1, 7, 59] } else { vec![0, 7] } {
            let expected = format!("no input {at}");
            assert_eq!(panic_of(|| backend.map(square, inputs_until(at))), expected);
            assert_eq!(panic_of(|| backend.try_map(square, inputs_until(at))), expected);
            // An iterator of results gives those before it first.
            let mut ordered = backend.map_iter(square, inputs_until(at)).unwrap();
            let before: Vec<u64> = ordered.by_ref().take(at as usize).map(Result::unwrap).collect();
            assert_eq!(before, (0..at).map(square).collect::<Vec<_>>());
            assert_eq!(panic_of(|| ordered.next()), expected);
            assert!(ordered.next().is_none(), "it ended with the panic");
            let mut arrived = Vec::new();
            let mut unordered = backend.map_unordered(square, inputs_until(at)).unwrap();
            let panic = panic_of(|| unordered.by_ref().for_each(|(_, result)| arrived.push(result.unwrap())));
            arrived.sort_unstable();
            assert_eq!((panic, arrived), (expected, (0..at).map(square).collect()));
            assert!(unordered.next().is_none());
            drop((ordered, unordered));
            assert_eq!(backend.map(square, [9]).unwrap(), [81]);
        }
        let stats = backend.stats();
        assert_eq!((stats.crashed, stats.stopped), (0, 0));
    });
}

#[test]
fn g063_a_progress_hook_that_panics_ends_an_iterator() {
    let _alone = alone();
    let hook = |progress: wirecheck::Progress| assert!(progress.done != 3, "enough of {}", progress.done);
    each!(|builder| builder.workers(1).on_progress(hook), |backend| {
        let mut results = backend.map_iter(square, 0..5).unwrap();
        assert_eq!(panic_of(|| results.by_ref().for_each(drop)), "enough of 3");
        assert!(results.next().is_none());
        drop(results);
        assert_eq!(backend.map(square, 0..2).unwrap(), [0, 1]);
    });
}

#[test]
fn g064_no_more_is_taken_than_the_window_holds() {
    let _alone = alone();
    each!(|builder| builder.workers(2).window(4), |backend| {
        let taken = Cell::new(0);
        let endless = || (0_u64..).inspect(|_| taken.set(taken.get() + 1));
        let mut results = backend.map_iter(square, endless()).unwrap();
        assert_eq!(taken.get(), 0, "nothing is taken before a result is asked for");
        for fetched in 1..=40 {
            assert_eq!(results.next().unwrap().unwrap(), (fetched - 1) * (fetched - 1));
            assert!(taken.get() <= fetched + 4, "{} taken, {fetched} fetched", taken.get());
        }
        drop(results);
        taken.set(0);
        for (fetched, (at, result)) in (1..=40).zip(backend.map_unordered(square, endless()).unwrap()) {
            assert_eq!(result.unwrap(), square(at as u64));
            assert!(taken.get() <= fetched + 4, "{} taken, {fetched} fetched", taken.get());
        }
    });
}

/// Without a window, too: a reader that is slow does not make the input pile up.
#[test]
fn g064_reading_ahead_is_bounded_without_a_window() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let taken = Cell::new(0_u64);
    let mut results = pool.map_iter(square, (0_u64..).inspect(|_| taken.set(taken.get() + 1))).unwrap();
    for fetched in 1..=40_000 {
        results.next().unwrap().unwrap();
        let ahead = taken.get() - fetched;
        assert!(ahead <= 16 * 1024, "{ahead} inputs were taken ahead");
    }
    // Large results count by their bytes.
    drop(results);
    taken.set(0);
    let blob = closure!(|_: u64| "x".repeat(1 << 20));
    let mut blobs = pool.map_iter(blob, (0_u64..).inspect(|_| taken.set(taken.get() + 1))).unwrap();
    for fetched in 1..=120 {
        blobs.next().unwrap().unwrap();
        let ahead = taken.get() - fetched;
        // What fills the space, and what was taken and handed out until then.
        assert!(ahead <= 64 + 2 * 64, "{ahead} results of a megabyte each");
    }
}

#[test]
fn g065_a_second_call_goes_on_while_an_iterator_is_unfinished() {
    let _alone = alone();
    each!(|builder| builder.workers(1).window(2), |backend| {
        let mut first = backend.map_iter(square, 0..10).unwrap();
        assert_eq!(first.next().unwrap().unwrap(), 0);
        // On this thread, on another one, as a job, and one within the other.
        assert_eq!(backend.map(square, 0..5).unwrap(), [0, 1, 4, 9, 16]);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| backend.map(square, [6]).unwrap());
            assert_eq!(other.join().unwrap(), [36]);
        });
        assert_eq!(backend.submit(square, 7).unwrap().join().unwrap(), 49);
        let mut second = backend.map_unordered(square, 0..3).unwrap();
        assert!(second.next().is_some());
        let mut pairs = Vec::new();
        for result in first {
            let x = result.unwrap();
            pairs.push((x, backend.map(square, [x]).unwrap()[0]));
        }
        assert_eq!(pairs, (1..10).map(|x| (x * x, x * x * x * x)).collect::<Vec<_>>());
        assert_eq!(second.count(), 2);
        eventually("no more workers than there may be", LONG, || children().len() <= 1);
        let stats = backend.stats();
        assert_eq!((stats.crashed, stats.stopped), (0, 0));
    });
}

/// Many paused iterators do not use up the workers either.
#[test]
fn g065_paused_iterators_starve_nobody() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(2)).window(4).build().unwrap();
    let mut paused: Vec<_> = (0..5)
        .map(|_| {
            let mut results = pool.map_iter(square, 0..20).unwrap();
            assert_eq!(results.next().unwrap().unwrap(), 0);
            results
        })
        .collect();
    std::thread::scope(|scope| {
        let pool = &pool;
        for x in 0..3 {
            scope.spawn(move || assert_eq!(pool.map(square, [x]).unwrap(), [x * x]));
        }
    });
    // In turn, from the last to the first.
    for _ in 1..20 {
        for results in paused.iter_mut().rev() {
            assert!(results.next().unwrap().is_ok());
        }
    }
    assert!(paused.iter_mut().all(|results| results.next().is_none()));
    drop(paused);
    assert!(children().len() <= 2, "{:?}", children());
}

#[test]
fn g065_joining_does_not_wait_for_a_paused_iterator() {
    let _alone = alone();
    each!(|builder| builder.workers(1).window(2), |backend| {
        let unread = backend.map_iter(square, 0..3).unwrap();
        let mut paused = backend.map_iter(square, 0..6).unwrap();
        assert_eq!(paused.next().unwrap().unwrap(), 0);
        backend.join().unwrap();
        assert!(backend.map(square, [1]).unwrap_err().is_refused());
        let rest: Vec<u64> = paused.map(Result::unwrap).collect();
        assert_eq!(rest, [1, 4, 9, 16, 25], "what was begun can be read to its end");
        assert_eq!(unread.map(Result::unwrap).collect::<Vec<_>>(), [0, 1, 4]);
    });
}

#[test]
fn g066_an_iterator_that_is_dropped_early_gives_the_rest_up() {
    let _alone = alone();
    each!(|builder| builder.workers(2).window(8), |backend| {
        let taken = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&taken);
        let endless = (0_u64..).inspect(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let mut results = backend.map_iter(square, endless).unwrap();
        assert_eq!(results.by_ref().take(5).map(Result::unwrap).sum::<u64>(), 30);
        drop(results);
        let after = taken.load(Ordering::Relaxed);
        assert!(after <= 14, "{after}");
        assert_eq!(Arc::strong_count(&taken), 1, "the input is dropped with the iterator");
        assert_eq!(backend.map(square, 0..4).unwrap(), [0, 1, 4, 9]);
        assert_eq!(taken.load(Ordering::Relaxed), after);
    });
}

/// While tasks are running that take their time, and from within the reader's own panic.
#[test]
fn g066_dropping_waits_for_no_task() {
    let _alone = alone();
    each!(|builder| builder.workers(2).batch(Batch::Fixed(4)).window(9), |backend| {
        let gate = Gate::new();
        let inputs = (0..9).map(|x| (gate.path(), x));
        let read = || {
            let mut results = backend.map_unordered(all_but_the_first_wait, inputs).unwrap();
            assert_eq!(results.next().unwrap().1.unwrap(), 0);
            eventually("another one runs", LONG, || gate.arrived() > 0);
            panic!("{} is enough", 1);
        };
        // It returns although the gate is shut.
        assert_eq!(panic_of(read), "1 is enough");
        let begun = gate.arrived();
        gate.open();
        assert_eq!(backend.map(square, [3]).unwrap(), [9]);
        assert!(gate.arrived() <= begun + 2, "what was not begun is not");
    });
}

fn all_but_the_first_wait(gate: std::path::PathBuf, x: u64) -> u64 {
    if x > 0 {
        wait_at(gate, x);
    }
    x
}

#[test]
fn g066_a_failed_result_does_not_end_an_iterator() {
    let _alone = alone();
    each!(|builder| builder.workers(2).window(3), |backend| {
        let results: Vec<bool> =
            backend.map_iter(odd_panics, 0..8).unwrap().map(|result| result.is_ok()).collect();
        assert_eq!(results, [true, false, true, false, true, false, true, false]);
    });
}

#[test]
fn g066_terminating_ends_a_paused_iterator() {
    let _alone = alone();
    each!(|builder| builder.workers(1).window(2), |backend| {
        let mut results = backend.map_iter(square, 0_u64..).unwrap();
        assert_eq!(results.next().unwrap().unwrap(), 0);
        backend.terminate();
        // What had arrived may still be fetched.
        let error = results.find_map(Result::err).unwrap();
        assert!(error.is_cancelled() && error.to_string().contains("its backend was ended"), "{error}");
        assert!(results.next().is_none());
        drop(results);
        assert!(children().is_empty(), "{:?}", children());
    });
}
