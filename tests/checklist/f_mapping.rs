//! F. Mapping: order, chunks, results.

use crate::kit::{Gate, LONG, distinct, odd_panics, pid, square, wait_at};
use crate::support::{alone, eventually};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wirecheck::{Batch, Inline, Pool, Spawn, Thread, closure};

#[test]
fn f054_a_map_is_the_plain_loop_for_every_batch() {
    let _alone = alone();
    let expected: Vec<u64> = (0..12).map(square).collect();
    for batch in [1, 3, 6, 12, 13, 1000].map(Batch::Fixed).into_iter().chain([Batch::Auto]) {
        each!(|builder| builder.workers(2).batch(batch), |backend| {
            assert_eq!(backend.map(square, 0..12).unwrap(), expected, "{batch:?}");
            let results = backend.map_iter(square, 0..12).unwrap();
            assert_eq!(results.collect::<Result<Vec<_>, _>>().unwrap(), expected, "{batch:?}");
        });
    }
    let refused = |error: wirecheck::Error, words: &str| {
        assert!(error.is_refused() && error.to_string().starts_with(words), "{error}");
    };
    refused(
        Pool::builder().batch(Batch::Fixed(0)).build().unwrap_err(),
        "a batch of 0 tasks cannot be handed out",
    );
    refused(Spawn::builder().window(0).build().unwrap_err(), "a window of 0 inputs lets no task begin");
}

#[test]
fn f055_an_empty_input_gives_an_empty_result() {
    let _alone = alone();
    for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(64)] {
        each!(|builder| builder.workers(2).batch(batch), |backend| {
            let before = backend.stats();
            assert!(backend.map(square, []).unwrap().is_empty());
            assert!(backend.try_map(square, Vec::new()).unwrap().is_empty());
            assert!(backend.map_iter(square, std::iter::empty()).unwrap().next().is_none());
            assert!(backend.map_unordered(square, 0..0).unwrap().next().is_none());
            assert_eq!(backend.stats().since(&before).tasks, 0);
            let mut exhausted = 0..3;
            exhausted.by_ref().for_each(drop);
            assert!(backend.map(square, exhausted).unwrap().is_empty());
        });
    }
}

fn join_all(a: u8, b: String, c: Option<char>, d: (i16, bool), e: Vec<u8>, f: f32) -> String {
    format!("{a} {b} {c:?} {d:?} {e:?} {f}")
}

#[test]
fn f056_a_tuple_is_several_arguments() {
    let _alone = alone();
    each!(|builder| builder.workers(1), |backend| {
        let input = (1_u8, "two".to_owned(), Some('3'), (4_i16, true), vec![5_u8], 6.5_f32);
        let expected = "1 two Some('3') (4, true) [5] 6.5";
        assert_eq!(backend.map(join_all, [input.clone()]).unwrap(), [expected]);
        assert_eq!(backend.submit(join_all, input.clone()).unwrap().join().unwrap(), expected);
        assert_eq!(backend.map_iter(join_all, [input]).unwrap().next().unwrap().unwrap(), expected);
        let by = 10_u64;
        let sum = closure!(|x: u64, y: u64| (x + y) * by);
        assert_eq!(backend.map(sum, [(1, 2), (3, 4)]).unwrap(), [30, 70]);
        assert_eq!(
            backend.map(closure!(|(x, y): (u64, u64)| x - y), [(7, 2)]).unwrap(),
            [5],
            "a tuple as one argument"
        );
        assert_eq!(backend.map(closure!(|| 7_u64), [(), ()]).unwrap(), [7, 7]);
    });
}

/// Waits at the gate when it is number 0.
fn first_waits(gate: PathBuf, x: u64) -> u64 {
    if x == 0 {
        wait_at(gate, x);
    }
    x
}

#[test]
fn f057_unordered_gives_each_result_once_and_the_fastest_first() {
    let _alone = alone();
    each!(|builder| builder.workers(2).batch(Batch::Fixed(1)), |backend| {
        let gate = Gate::new();
        let inputs = (0..8).map(|x| (gate.path(), x));
        let mut results = backend.map_unordered(first_waits, inputs).unwrap();
        let fast: Vec<(usize, u64)> =
            results.by_ref().take(7).map(|(at, result)| (at, result.unwrap())).collect();
        eventually("the first one runs", LONG, || gate.has_arrived(0));
        gate.open();
        let slow: Vec<(usize, u64)> = results.map(|(at, result)| (at, result.unwrap())).collect();
        assert_eq!(slow, [(0, 0)]);
        assert_eq!(distinct(fast.iter().copied()), 7);
        assert!(fast.iter().all(|(at, x)| *at as u64 == *x && *x > 0), "{fast:?}");
        // Failures have their place as well.
        let mut odd: Vec<(usize, bool)> = backend
            .map_unordered(odd_panics, 0..6)
            .unwrap()
            .map(|(at, result)| (at, result.is_err()))
            .collect();
        odd.sort_unstable();
        assert_eq!(odd, (0..6).map(|at| (at, at % 2 == 1)).collect::<Vec<_>>());
    });
}

#[test]
fn f058_one_worker_and_a_window_of_one_take_turns_with_the_input() {
    let _alone = alone();
    let expected: Vec<String> =
        (0..5).flat_map(|x| [format!("taken {x}"), format!("done {}", x + 1)]).collect();
    let log = Arc::new(Mutex::new(Vec::new()));
    let note = |log: &Arc<Mutex<Vec<String>>>, line: String| log.lock().unwrap().push(line);
    let hook = || {
        let log = Arc::clone(&log);
        move |progress: wirecheck::Progress| note(&log, format!("done {}", progress.done))
    };
    let inputs = || (0..5).inspect(|x| note(&log, format!("taken {x}")));
    Inline::builder().on_progress(hook()).build().unwrap().map(square, inputs()).unwrap();
    assert_eq!(std::mem::take(&mut *log.lock().unwrap()), expected);
    each!(|builder| builder.workers(1).window(1).on_progress(hook()), |backend| {
        backend.map(square, inputs()).unwrap();
        assert_eq!(std::mem::take(&mut *log.lock().unwrap()), expected);
    });
}

#[test]
fn f059_results_come_in_the_order_of_the_inputs() {
    let _alone = alone();
    each!(|builder| builder.workers(2).batch(Batch::Fixed(1)), |backend| {
        let gate = Gate::new();
        let inputs = (0..6).map(|x| (gate.path(), x));
        let (sender, fetched) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let backend = &backend;
            scope.spawn(move || {
                for result in backend.map_iter(first_waits, inputs).unwrap() {
                    sender.send(result.unwrap()).unwrap();
                }
            });
            eventually("the others are done", LONG, || backend.stats().tasks >= 5);
            assert!(fetched.try_recv().is_err(), "none comes before the first");
            gate.open();
            assert_eq!(fetched.iter().collect::<Vec<u64>>(), [0, 1, 2, 3, 4, 5]);
        });
    });
}

#[test]
fn f060_any_tasks_workers_window_batch() {
    let _alone = alone();
    for workers in [1, 3] {
        for window in [Some(1), Some(5), None] {
            for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(64)] {
                let message = format!("{workers} workers, window {window:?}, {batch:?}");
                let builder = Pool::builder().workers(workers).batch(batch);
                let pool = window
                    .into_iter()
                    .fold(builder, |builder, window| builder.window(window))
                    .build()
                    .unwrap();
                for tasks in [0, 1, 2, 6, 100] {
                    let expected: Vec<u64> = (0..tasks).map(square).collect();
                    assert_eq!(pool.map(square, 0..tasks).unwrap(), expected, "{message}");
                    let ordered = pool.map_iter(square, 0..tasks).unwrap().map(Result::unwrap);
                    assert_eq!(ordered.collect::<Vec<_>>(), expected, "{message}");
                    let mut arrived: Vec<(usize, u64)> = pool
                        .map_unordered(square, 0..tasks)
                        .unwrap()
                        .map(|(at, x)| (at, x.unwrap()))
                        .collect();
                    arrived.sort_unstable();
                    assert_eq!(arrived, expected.into_iter().enumerate().collect::<Vec<_>>(), "{message}");
                }
                assert_eq!(pool.stats().tasks, 3 * 109, "{message}");
            }
            let builder = Spawn::builder().workers(workers);
            let spawn =
                window.into_iter().fold(builder, |builder, window| builder.window(window)).build().unwrap();
            for tasks in [0, 1, 6] {
                let expected: Vec<u64> = (0..tasks).map(square).collect();
                assert_eq!(spawn.map(square, 0..tasks).unwrap(), expected);
                assert_eq!(spawn.map_unordered(square, 0..tasks).unwrap().count() as u64, tasks);
            }
        }
    }
}

/// The most inputs that were taken ahead of the answers during a call.
fn most_ahead<R>(
    pool: &Pool,
    answered: &AtomicU64,
    call: impl FnOnce(&Pool, &mut dyn FnMut()) -> R,
) -> (u64, R) {
    answered.store(0, Ordering::Relaxed);
    let (mut taken, mut most) = (0, 0);
    let result = call(pool, &mut || {
        taken += 1;
        most = most.max(taken - answered.load(Ordering::Relaxed).min(taken));
    });
    (most, result)
}

#[test]
fn f061_the_automatic_batch_grows_for_tiny_tasks_and_starts_anew() {
    let _alone = alone();
    let answered = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&answered);
    let pool = Pool::builder()
        .workers(2)
        .on_progress(move |p| seen.store(p.done, Ordering::Relaxed))
        .build()
        .unwrap();
    let (most, _) =
        most_ahead(&pool, &answered, |pool, take| pool.map(square, (0..30_000).inspect(|_| take())).unwrap());
    assert!(most > 100, "{most} tiny tasks at a time keep no worker busy");
    let long = closure!(|_: u64| {
        std::thread::sleep(Duration::from_millis(40));
        std::process::id()
    });
    let (most, pids) =
        most_ahead(&pool, &answered, |pool, take| pool.map(long, (0..6).inspect(|_| take())).unwrap());
    assert!(most <= 5, "{most} long tasks were taken ahead");
    let of_first = pids.iter().filter(|pid| **pid == pids[0]).count();
    assert!((2..=4).contains(&of_first), "{pids:?}");
}

/// Counts in whatever process it runs in.
fn count(_: u64) -> u64 {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    COUNTER.fetch_add(1, Ordering::Relaxed) + 1
}

#[test]
fn f062_threads_share_what_they_change_and_processes_do_not() {
    let _alone = alone();
    let threads = Thread::builder().workers(2).build().unwrap();
    let cells: Vec<AtomicU64> = (0..4).map(AtomicU64::new).collect();
    threads.map(|cell: &AtomicU64| cell.fetch_add(10, Ordering::Relaxed), &cells).unwrap();
    assert_eq!(cells.iter().map(|cell| cell.load(Ordering::Relaxed)).collect::<Vec<_>>(), [10, 11, 12, 13]);
    threads.map(count, 0..3).unwrap();
    let sent = Cell::new(vec![1_u64, 2]);
    let change = closure!(|mut values: Vec<u64>| {
        values.push(3);
        values
    });
    each!(|builder| builder.workers(1), |backend| {
        let kept = backend.map(pid, 0..2).unwrap();
        let own_process = kept[0] != kept[1];
        let counts = backend.map(count, 0..3).unwrap();
        assert_eq!(counts, if own_process { [1, 1, 1] } else { [1, 2, 3] });
        let mine = RefCell::new(sent.take());
        assert_eq!(backend.map(change, [mine.borrow().clone()]).unwrap(), [[1, 2, 3]]);
        assert_eq!(*mine.borrow(), [1, 2], "a copy was changed");
        sent.set(mine.into_inner());
    });
    assert_eq!(count(0), 4, "of this process: three on threads, and this one");
}
