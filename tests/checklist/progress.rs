//! Telling how far a call has come.

use crate::kit::{odd_panics, square};
use crate::support::alone;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wirecheck::{Inline, Output, Pool, Progress, Thread};

#[test]
fn progress_counts_and_tells_the_rate_and_what_remains() {
    let _alone = alone();
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let hook = || {
        let seen = Arc::clone(&seen);
        move |progress| seen.lock().unwrap().push(progress)
    };
    each!(|builder| builder.workers(2).on_progress(hook()), |backend| {
        backend.try_map(odd_panics, 0..6).unwrap();
        let calls = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(calls.iter().map(|progress| progress.done).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert!(calls.iter().all(|progress| progress.total == Some(6)), "{calls:?}");
        let last = calls.last().unwrap();
        assert_eq!((last.failed, last.remaining()), (3, Some(Duration::ZERO)));
        assert!((last.rate() * last.elapsed.as_secs_f64() - 6.0).abs() < 1e-6, "{last:?}");
        let first = calls[0];
        assert_eq!(first.remaining(), Some(first.elapsed.mul_f64(5.0)), "five more like the first");
        // Nobody knows how many there are.
        backend.map_iter(square, (0..9).filter(|x| x % 3 == 0)).unwrap().for_each(drop);
        let calls = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(calls.len(), 3);
        assert!(calls.iter().all(|progress| progress.total.is_none() && progress.remaining().is_none()));
    });
}

/// Maps with a bar, in a process whose standard error is a pipe.
fn with_bars(tasks: u64) -> u64 {
    let inline = Inline::builder().progress_bar().build().unwrap();
    let threads = Thread::builder().workers(2).progress_bar().build().unwrap();
    let pool = Pool::builder().workers(1).progress_bar().build().unwrap();
    let sum = |squares: Vec<u64>| squares.into_iter().sum::<u64>();
    let results = [
        sum(inline.map(square, 0..tasks).unwrap()),
        sum(threads.map(square, 0..tasks).unwrap()),
        sum(pool.map(square, 0..tasks).unwrap()),
    ];
    assert!(inline.try_map(odd_panics, [1, 2]).unwrap()[0].is_err());
    results.into_iter().sum()
}

#[test]
fn a_bar_is_not_drawn_where_there_is_no_terminal() {
    let _alone = alone();
    each!(|builder| builder.workers(1).stderr(Output::Captured).stdout(Output::Captured), |backend| {
        assert_eq!(backend.map(with_bars, [100]).unwrap(), [3 * (0..100).map(square).sum::<u64>()]);
        backend.join().unwrap();
        for output in backend.output() {
            assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("", ""));
        }
    });
}
