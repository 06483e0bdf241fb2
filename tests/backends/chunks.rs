//! `map_chunks`.

use crate::kit::{Counted, Kind, Options, odd_panics};
use crate::support::eventually;
use wirecheck::{Backend, Codec, closure};

fn halves(chunk: Vec<u64>) -> Vec<u64> {
    chunk.into_iter().map(odd_panics).collect()
}

fn length(chunk: Vec<u64>) -> Vec<usize> {
    vec![chunk.len()]
}

fn same(chunk: Vec<Counted>) -> Vec<Counted> {
    chunk
}

pub(crate) fn run<F: Codec>(kind: Kind) {
    let backend = kind.build::<F>(Options::default());
    let items: Vec<u64> = (0..20).map(|x| 2 * x).collect();
    let expected: Vec<u64> = (0..20).collect();
    for chunks in [1, 2, 3, 19, 20, 21, 1000] {
        assert_eq!(backend.map_chunks(halves, &items, chunks).unwrap(), expected, "{chunks} chunks");
    }
    assert_eq!(backend.map_chunks(length, &items, 3).unwrap(), [7, 7, 6]);
    assert_eq!(backend.map_chunks(length, &items[..2], 5).unwrap(), [1, 1], "no more chunks than items");
    assert_eq!(backend.map_chunks(length, &[], 5).unwrap(), [0; 0]);
    let by = 2_u64;
    let task = closure!(|chunk: Vec<u64>| chunk.into_iter().map(|x| x * by).collect::<Vec<_>>());
    assert_eq!(backend.map_chunks(task, &[1, 2, 3], 2).unwrap(), [2, 4, 6]);

    let error = backend.map_chunks(length, &items, 0).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("0 chunks"), "{error}");
    let error = backend.map_chunks(halves, &[0, 2, 4, 5, 6, 8], 3).unwrap_err();
    assert_eq!((error.is_panic(), error.index()), (true, Some(1)), "{error}");
    assert_eq!(error.panic().unwrap().message(), "5 is odd");
    assert_eq!(backend.map_chunks(halves, &[4], 1).unwrap(), [2], "usable after a failed call");

    let counted: Vec<Counted> = (0..6).map(Counted::new).collect();
    assert_eq!(backend.map_chunks(same, &counted, 2).unwrap(), counted);
    drop(counted);
    eventually("nothing is left", crate::LONG, || Counted::alive() == 0);
}
