//! `map` and `try_map`, what tasks may be, and `submit`.

use crate::kit::{Kind, Options, inputs_until, odd_panics, panic_of, reversed, square};
use wirecheck::{AnyBackend, Backend, Codec, closure};

fn add(a: u64, b: u64) -> u64 {
    a + b
}

fn seven() -> u64 {
    7
}

/// A task's own error is a value, not a failure of the task.
fn checked(x: u64) -> Result<u64, String> {
    x.checked_sub(1).ok_or_else(|| "nothing before 0".to_owned())
}

pub(crate) fn run<F: Codec>(kind: Kind) {
    let backend = kind.build::<F>(Options::default());
    let parallel = backend.capabilities().parallel;
    assert_eq!(backend.workers(), if parallel { 2 } else { 1 });
    maps_in_order(&backend);
    fails_alone(&backend);
    submits(&backend);
    moves_captures_and_large_values(&backend);
    passes_the_panic_of_an_input_on(&backend);
    if !backend.capabilities().processes {
        assert_eq!(backend.stats(), wirecheck::Stats::default(), "nothing is sent");
    }
}

fn maps_in_order<F: Codec>(backend: &AnyBackend<F>) {
    let expected: Vec<u64> = (0..100).map(|x| x * x).collect();
    assert_eq!(backend.map(square, 0..100).unwrap(), expected);
    assert_eq!(backend.map(closure!(|x: u64| x * x), 0..100).unwrap(), expected, "a closure");
    assert_eq!(backend.map(square, Vec::new()).unwrap(), [0; 0], "no input");
    assert_eq!(backend.map(add, [(1_u64, 2_u64), (3, 4)]).unwrap(), [3, 7], "a tuple is many arguments");
    assert_eq!(backend.map(seven, [()]).unwrap(), [7], "no argument");
    assert_eq!(
        backend.map(reversed::<String>, [vec!["a".to_owned(), "b".to_owned()]]).unwrap(),
        [["b", "a"]]
    );
    assert_eq!(backend.map(checked, [1_u64, 0]).unwrap(), [Ok(0), Err("nothing before 0".to_owned())]);
}

fn fails_alone<F: Codec>(backend: &AnyBackend<F>) {
    let results = backend.try_map(odd_panics, [2_u64, 3, 4]).unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0].as_ref().unwrap(), &1);
    assert_eq!(results[2].as_ref().unwrap(), &2);
    let error = results[1].as_ref().unwrap_err();
    assert!(error.is_panic() && !error.is_crash(), "{error}");
    assert_eq!(error.index(), Some(1));
    assert!(error.task().unwrap().ends_with("odd_panics"), "{error}");
    let panic = error.panic().unwrap();
    assert_eq!(panic.message(), "3 is odd");
    assert!(panic.place().unwrap().contains("backends/kit_tasks.rs:"), "{error}");

    let error = backend.map(odd_panics, [0_u64, 2, 5, 4]).unwrap_err();
    assert_eq!((error.is_panic(), error.index()), (true, Some(2)), "{error}");
    assert_eq!(backend.map(odd_panics, [4_u64]).unwrap(), [2], "usable after a failed call");
}

fn submits<F: Codec>(backend: &AnyBackend<F>) {
    let jobs: Vec<_> = (0..10_u64).map(|x| backend.submit(square, x).unwrap()).collect();
    let results: Vec<u64> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    assert_eq!(results, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
    let error = backend.submit(odd_panics, 1_u64).unwrap().join().unwrap_err();
    assert!(error.is_panic() && error.index() == Some(0), "{error}");
    let job = backend.submit(square, 3_u64).unwrap();
    crate::support::eventually("it is done", crate::LONG, || job.is_finished());
    assert!(!job.cancel(), "it is too late");
    assert_eq!(job.join().unwrap(), 9);
}

fn moves_captures_and_large_values<F: Codec>(backend: &AnyBackend<F>) {
    let (by, prefix) = (3_u64, "p".to_owned());
    let task = closure!(|x: u64| format!("{prefix}{}", x * by));
    assert_eq!(backend.map(task, 1..4).unwrap(), ["p3", "p6", "p9"]);

    // Larger than a socket's buffer in both directions, several at once.
    let inputs: Vec<Vec<u64>> = (0..6).map(|seed| (seed..seed + 100_000).collect()).collect();
    let expected: Vec<Vec<u64>> = inputs.iter().map(|v| v.iter().rev().copied().collect()).collect();
    assert_eq!(backend.map(reversed::<u64>, inputs).unwrap(), expected);
}

fn passes_the_panic_of_an_input_on<F: Codec>(backend: &AnyBackend<F>) {
    assert_eq!(panic_of(|| backend.map(square, inputs_until(5))), "no input 5");
    assert_eq!(panic_of(|| backend.try_map(square, inputs_until(5))), "no input 5");
    assert_eq!(backend.map(square, [9_u64]).unwrap(), [81], "usable after it");
}
