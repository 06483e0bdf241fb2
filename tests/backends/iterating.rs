//! `map_iter` and `map_unordered`: order, laziness, the window, failures, and what is left behind.

use crate::LONG;
use crate::kit::{Counted, Kind, Options, inputs_until, next, odd_panics, panic_of, square};
use crate::support::eventually;
use std::cell::Cell;
use wirecheck::{AnyBackend, Backend, Codec, closure};

pub(crate) fn run<F: Codec>(kind: Kind) {
    let backend = kind.build::<F>(Options::default());
    gives_all_results(&backend);
    gives_failures_in_their_place(&backend);
    passes_the_panic_of_an_input_on(&backend);
    lets_other_calls_run_meanwhile(&backend);
    is_called_within_its_own_input(&backend);
    takes_calls_of_many_threads(&backend);
    leaves_nothing_behind(&backend);
    drop(backend);
    reads_no_further_than_the_window(&kind.build::<F>(Options::window(3)));
}

fn gives_all_results<F: Codec>(backend: &AnyBackend<F>) {
    for len in [0, 1, 2, 60] {
        let expected: Vec<u64> = (0..len).map(square).collect();
        let ordered: Result<Vec<u64>, _> = backend.map_iter(square, 0..len).unwrap().collect();
        assert_eq!(ordered.unwrap(), expected);
        let mut arrived: Vec<_> = backend.map_unordered(square, 0..len).unwrap().collect();
        arrived.sort_by_key(|(index, _)| *index);
        let (indices, results): (Vec<_>, Vec<_>) = arrived.into_iter().unzip();
        assert!(indices.into_iter().eq(0..len as usize));
        assert_eq!(results.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), expected);
    }
    let by = 3_u64;
    let task = closure!(|x: u64| x * by);
    let tripled: Vec<u64> = backend.map_iter(task, 1..4).unwrap().map(Result::unwrap).collect();
    assert_eq!(tripled, [3, 6, 9]);
    let mut results = backend.map_iter(square, [4_u64]).unwrap();
    assert_eq!(results.next().unwrap().unwrap(), 16);
    assert!(results.next().is_none() && results.next().is_none(), "it stays at its end");
}

fn gives_failures_in_their_place<F: Codec>(backend: &AnyBackend<F>) {
    let results: Vec<_> = backend.map_iter(odd_panics, 0..6).unwrap().collect();
    for (at, result) in (0..).zip(results) {
        check_half(at, result);
    }
    let results: Vec<_> = backend.map_unordered(odd_panics, 0..6).unwrap().collect();
    assert_eq!(results.len(), 6);
    for (at, result) in results {
        check_half(at as u64, result);
    }
}

fn check_half(at: u64, result: Result<u64, wirecheck::Error>) {
    if at.is_multiple_of(2) {
        assert_eq!(result.unwrap(), at / 2);
    } else {
        let error = result.unwrap_err();
        assert!(error.is_panic() && error.index() == Some(at), "{error}");
        assert_eq!(error.panic().unwrap().message(), format!("{at} is odd"));
        assert!(error.task().unwrap().ends_with("odd_panics"), "{error}");
    }
}

fn passes_the_panic_of_an_input_on<F: Codec>(backend: &AnyBackend<F>) {
    for at in [0, 1, 7] {
        let expected = format!("no input {at}");
        let mut ordered = backend.map_iter(square, inputs_until(at)).unwrap();
        let before: Vec<u64> = ordered.by_ref().take(at as usize).map(Result::unwrap).collect();
        assert_eq!(before, (0..at).map(square).collect::<Vec<_>>(), "the results before it come first");
        assert_eq!(panic_of(|| ordered.next()), expected);
        assert!(ordered.next().is_none(), "it ended with the panic");
        let mut arrived = Vec::new();
        let mut unordered = backend.map_unordered(square, inputs_until(at)).unwrap();
        let panic = panic_of(|| unordered.by_ref().for_each(|(_, result)| arrived.push(result.unwrap())));
        arrived.sort_unstable();
        assert_eq!((panic, arrived), (expected, (0..at).map(square).collect()));
        assert!(unordered.next().is_none());
    }
    assert_eq!(backend.map(square, [9_u64]).unwrap(), [81], "usable after it");
}

fn lets_other_calls_run_meanwhile<F: Codec>(backend: &AnyBackend<F>) {
    let mut first = backend.map_iter(square, 0..10).unwrap();
    assert_eq!(first.next().unwrap().unwrap(), 0);
    let mut second = backend.map_unordered(square, 0..3).unwrap();
    assert!(second.next().is_some());
    assert_eq!(backend.map(square, 0..5).unwrap(), [0, 1, 4, 9, 16]);
    assert_eq!(backend.submit(square, 7_u64).unwrap().join().unwrap(), 49);
    for (x, result) in (1..10).zip(first) {
        assert_eq!(result.unwrap(), x * x);
        assert_eq!(backend.map(square, [x]).unwrap(), [x * x], "a call within the loop");
    }
    assert_eq!(second.count(), 2);
}

/// Processes refuse it: the call that reads the input has the workers. Threads and the plain loop need not.
fn is_called_within_its_own_input<F: Codec>(backend: &AnyBackend<F>) {
    let inner = Cell::new(None);
    let inputs = (0..3_u64).inspect(|x| inner.set(Some(backend.map(square, [*x]))));
    let results: Result<Vec<u64>, _> = backend.map_iter(square, inputs).unwrap().collect();
    assert_eq!(results.unwrap(), [0, 1, 4]);
    match inner.into_inner().expect("it was called") {
        Ok(results) => assert!(!backend.capabilities().processes && results == [4]),
        Err(error) => assert!(backend.capabilities().processes && error.is_refused(), "{error}"),
    }
}

fn takes_calls_of_many_threads<F: Codec>(backend: &AnyBackend<F>) {
    std::thread::scope(|scope| {
        for seed in 0..4_u64 {
            scope.spawn(move || {
                let expected: Vec<u64> = (seed..seed + 20).map(square).collect();
                let results: Result<Vec<u64>, _> =
                    backend.map_iter(square, seed..seed + 20).unwrap().collect();
                assert_eq!(results.unwrap(), expected);
                let sum: u64 =
                    backend.map_unordered(square, seed..seed + 20).unwrap().map(|(_, x)| x.unwrap()).sum();
                assert_eq!(sum, expected.iter().sum::<u64>());
            });
        }
    });
}

fn leaves_nothing_behind<F: Codec>(backend: &AnyBackend<F>) {
    assert_eq!(Counted::alive(), 0);
    let read = Cell::new(0_u64);
    let endless = || (0..).inspect(|_| read.set(read.get() + 1)).map(Counted::new);
    let kept = Counted::new(7);
    let task = closure!(|x: Counted| if x == kept { next(x) } else { x });
    let mut results = backend.map_iter(task, endless()).unwrap();
    assert_eq!(read.get(), 0, "nothing is read before a result is asked for");
    assert_eq!(results.by_ref().take(3).map(Result::unwrap).count(), 3);
    let taken = read.get();
    drop(results);
    assert_eq!(read.get(), taken, "the rest is given up");
    // A thread may be within its last task.
    eventually("inputs, results and captures are dropped", LONG, || Counted::alive() == 0);
    let mut results = backend.map_unordered(next, endless()).unwrap();
    let first = results.next().unwrap().1.unwrap();
    drop(results);
    eventually("all but the one that was fetched are dropped", LONG, || Counted::alive() == 1);
    drop(first);
    drop(backend.map_iter(next, endless()).unwrap());
    assert_eq!(Counted::alive(), 0, "one that was never asked");
    assert_eq!(backend.map(square, [3_u64]).unwrap(), [9], "usable after it");
}

fn reads_no_further_than_the_window<F: Codec>(backend: &AnyBackend<F>) {
    let read = Cell::new(0);
    let endless = || (0_u64..).inspect(|_| read.set(read.get() + 1));
    let mut results = backend.map_iter(square, endless()).unwrap();
    for fetched in 1..=30 {
        assert_eq!(results.next().unwrap().unwrap(), square(fetched - 1));
        assert!(read.get() <= fetched + 3, "{} read, {fetched} fetched", read.get());
    }
    drop(results);
    read.set(0);
    for (fetched, (at, result)) in (1..=30).zip(backend.map_unordered(square, endless()).unwrap()) {
        assert_eq!(result.unwrap(), square(at as u64));
        assert!(read.get() <= fetched + 3, "{} read, {fetched} fetched", read.get());
    }
}
