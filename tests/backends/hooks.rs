//! What a progress hook and the measured phases see of each method.

use crate::kit::{Kind, Options, odd_panics, panic_of, square};
use std::sync::{Arc, Mutex};
use wirecheck::{Backend, Codec, Progress};

fn sum(chunk: Vec<u64>) -> Vec<u64> {
    vec![chunk.into_iter().sum()]
}

pub(crate) fn run<F: Codec>(kind: Kind) {
    counts_every_task::<F>(kind);
    a_hook_that_panics_ends_the_call::<F>(kind);
    phases_are_measured::<F>(kind);
}

fn counts_every_task<F: Codec>(kind: Kind) {
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&seen);
    let backend = kind.build::<F>(Options::hook(move |progress| log.lock().unwrap().push(progress)));
    let check = |verb: &str, total: Option<u64>, failed: u64| {
        let calls = std::mem::take(&mut *seen.lock().unwrap());
        let done: Vec<u64> = calls.iter().map(|progress| progress.done).collect();
        assert_eq!(done, [1, 2, 3, 4, 5, 6], "{verb}");
        assert!(calls.iter().all(|progress| progress.total == total), "{verb}: {calls:?}");
        assert_eq!(calls.last().unwrap().failed, failed, "{verb}");
    };
    backend.map(square, 0..6).unwrap();
    check("map", Some(6), 0);
    backend.try_map(odd_panics, 0..6).unwrap();
    check("try_map", Some(6), 3);
    assert_eq!(backend.map_iter(odd_panics, 0..6).unwrap().filter(Result::is_err).count(), 3);
    check("map_iter", Some(6), 3);
    backend.map_iter(square, (0..12).filter(|x| x % 2 == 0)).unwrap().for_each(drop);
    check("map_iter of an unknown length", None, 0);
    backend.map_unordered(odd_panics, 0..6).unwrap().for_each(drop);
    check("map_unordered", Some(6), 3);
    backend.map_chunks(sum, &[1; 12], 6).unwrap();
    check("map_chunks", Some(6), 0);
}

fn a_hook_that_panics_ends_the_call<F: Codec>(kind: Kind) {
    let backend = kind.build::<F>(Options::hook(|progress| assert!(progress.done != 3, "enough")));
    assert_eq!(panic_of(|| backend.map(square, 0..5)), "enough");
    assert_eq!(panic_of(|| backend.try_map(square, 0..5)), "enough");
    assert_eq!(panic_of(|| backend.map_chunks(sum, &[1; 10], 5)), "enough");
    let mut results = backend.map_iter(square, 0..5).unwrap();
    assert_eq!(panic_of(|| results.by_ref().for_each(drop)), "enough");
    assert!(results.next().is_none(), "it ended with the panic");
    let mut results = backend.map_unordered(square, 0_u64..).unwrap();
    assert_eq!(panic_of(|| results.by_ref().for_each(drop)), "enough");
    assert!(results.next().is_none(), "it ended with the panic");
    drop(results);
    assert_eq!(backend.map(square, 0..2).unwrap(), [0, 1], "usable after it");
}

fn spin(x: u64) -> u64 {
    (0..x).fold(0, |sum, n| std::hint::black_box(sum + n))
}

fn phases_are_measured<F: Codec>(kind: Kind) {
    let backend = kind.build::<F>(Options { phases: true, ..Options::default() });
    for verb in ["map", "map_iter", "map_unordered"] {
        let before = backend.phases();
        match verb {
            "map" => drop(backend.map(spin, [100_000; 4]).unwrap()),
            "map_iter" => backend.map_iter(spin, [100_000; 4]).unwrap().for_each(drop),
            _ => backend.map_unordered(spin, [100_000; 4]).unwrap().for_each(drop),
        }
        let phases = backend.phases().since(&before);
        assert!(!phases.compute.is_zero(), "{verb}: {phases:?}");
        assert_eq!(phases.parent.encode.is_zero(), !backend.capabilities().processes, "{verb}: {phases:?}");
    }
}
