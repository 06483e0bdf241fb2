//! L. Nesting and threads.

use crate::support::{alone, both, eventually, is_running};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use wirecheck::{Error, Inline, Pool, Sendable, Spawn, Thread, Workers, closure};

/// How a pool in a worker ended: `Err` holds what its error says of itself.
#[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Refusal {
    nested: bool,
    refused: bool,
    message: String,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { nested: error.is_nested(), refused: error.is_refused(), message: error.to_string() }
    }
}

/// Builds pools within pools until one is refused; gives how many there were.
fn dive(most: Option<u32>) -> (u32, Refusal) {
    let builder = Pool::builder().workers(1);
    let builder = match most {
        Some(most) => builder.max_depth(most),
        None => builder,
    };
    match builder.build() {
        Ok(pool) => {
            let (depth, end) = pool.map(dive, [most]).unwrap().remove(0);
            (depth + 1, end)
        }
        Err(error) => (0, error.into()),
    }
}

/// The same, a process a task.
fn dive_in_spawn(most: u32) -> (u32, Refusal) {
    match Spawn::builder().workers(1).max_depth(most).build() {
        Ok(spawn) => {
            let (depth, end) = spawn.submit(dive_in_spawn, most).unwrap().join().unwrap();
            (depth + 1, end)
        }
        Err(error) => (0, error.into()),
    }
}

#[test]
fn l088_pools_in_pools_end_with_a_typed_error() {
    let _alone = alone();
    let (depth, end) = dive(None);
    assert_eq!(depth, 3);
    assert!(end.nested && end.refused, "{end:?}");
    assert_eq!(
        end.message,
        "this process is a worker within 3 nested pools, and the limit is 3: use `Inline` or `Thread` here, or raise \
         `max_depth` of the builder"
    );
    assert_eq!(dive(Some(1)).0, 1);
    assert_eq!(dive(Some(5)).0, 5);
    assert_eq!(dive_in_spawn(2).0, 2);
    assert_eq!(dive_in_spawn(4).0, 4);
    let zero = Pool::builder().max_depth(0).build().unwrap_err();
    assert!(zero.is_refused() && zero.to_string().contains("give at least 1"), "{zero}");
}

/// How many workers a pool within this worker has, and whether its own are one each.
fn inner_workers(_: u32) -> (usize, Vec<usize>, Vec<Option<String>>) {
    let threads = std::env::var("OMP_NUM_THREADS").ok();
    let pool = Pool::new().unwrap();
    let count =
        closure!(|_: u32| (Workers::Available.resolve().unwrap(), std::env::var("OMP_NUM_THREADS").ok()));
    let (shares, inner): (Vec<_>, Vec<_>) = pool.map(count, 0..2).unwrap().into_iter().unzip();
    (pool.workers(), shares, std::iter::once(threads).chain(inner).collect())
}

#[test]
fn l088_nested_pools_divide_the_cores() {
    let _alone = alone();
    let cores = Workers::Available.resolve().unwrap();
    for workers in [1, cores, cores + 3] {
        both!(|builder| builder.workers(workers), |backend| {
            let share = (cores / workers).max(1);
            let (inner, shares, threads) = backend.map(inner_workers, [0]).unwrap().remove(0);
            assert_eq!(inner, share, "{workers} workers on {cores} cores");
            assert_eq!(shares, [1, 1], "each core has its worker by now");
            if std::env::var_os("OMP_NUM_THREADS").is_none() {
                // The share of an inner worker, and not what its parent may use.
                assert_eq!(threads, [share, 1, 1].map(|threads| Some(threads.to_string())));
            }
        });
    }
}

/// What was said for the threads of tasks goes for nested ones as well.
#[test]
fn l088_inner_threads_reach_nested_workers() {
    let _alone = alone();
    both!(|builder| builder.workers(1).inner_threads(5), |backend| {
        let nested = closure!(|_: u32| {
            let pool = Pool::builder().workers(1).build().unwrap();
            pool.map(closure!(|_: u32| std::env::var("OMP_NUM_THREADS").ok()), [0]).unwrap().remove(0)
        });
        assert_eq!(backend.map(nested, [0]).unwrap()[0].as_deref(), Some("5"));
    });
}

#[test]
fn l089_nested_pools_end_with_their_parents() {
    let _alone = alone();
    let gone = |pids: &[u32]| {
        eventually("all are gone", Duration::from_secs(10), || pids.iter().all(|pid| !is_running(*pid)));
    };
    // Whatever ends the program in the middle.
    let mut parent =
        Command::new(env!("CARGO_BIN_EXE_nested_parent")).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let pids: Vec<u32> = lines.take(3).map(|line| line.unwrap().parse().unwrap()).collect();
    assert!(pids.iter().all(|pid| is_running(*pid)), "{pids:?}");
    parent.kill().unwrap();
    parent.wait().unwrap();
    gone(&pids);

    // A task that is stopped takes the pool within it along.
    let folder = tempfile::tempdir().unwrap();
    both!(|builder| builder.workers(1), |backend| {
        let path = folder.path().join("pid");
        let file = path.to_str().unwrap().to_owned();
        let task = closure!(|_: u32| {
            let note = file.clone();
            let pool = Pool::builder().workers(1).build().unwrap();
            let hang = closure!(|_: u32| {
                std::fs::write(format!("{note}.new"), std::process::id().to_string()).unwrap();
                std::fs::rename(format!("{note}.new"), note.as_str()).unwrap();
                std::thread::sleep(Duration::from_secs(100));
            });
            pool.map(hang, [0]).unwrap();
        });
        let job = backend.submit(task, 0).unwrap();
        eventually("the inner task runs", Duration::from_secs(10), || path.exists());
        let pid: u32 = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        assert!(is_running(pid));
        assert!(job.cancel());
        assert!(job.join().unwrap_err().is_cancelled());
        gone(&[pid]);
        std::fs::remove_file(&path).unwrap();
    });
}

/// An error, a panic and a crash within keep to themselves, and nothing is said of them but what is returned.
#[test]
fn l089_errors_in_a_nested_call_are_the_inner_callers() {
    let _alone = alone();
    both!(|builder| builder.workers(2), |backend| {
        let nested = closure!(|x: u64| {
            let pool = Pool::builder().workers(1).build().unwrap();
            let results = pool.try_map(
                closure!(|x: u64| match x {
                    1 => panic!("inner panic"),
                    2 => std::process::exit(3),
                    _ => x,
                }),
                0..4,
            );
            let texts = results.unwrap().into_iter().map(|result| result.map_err(|error| error.to_string()));
            (x, texts.collect::<Vec<Result<u64, String>>>())
        });
        for (at, (x, results)) in (0..).zip(backend.map(nested, 0..2).unwrap()) {
            assert_eq!(x, at);
            assert_eq!((&results[0], &results[3]), (&Ok(0), &Ok(3)));
            assert!(results[1].as_ref().unwrap_err().contains("inner panic"), "{results:?}");
            assert!(results[2].as_ref().unwrap_err().contains("exited with code 3"), "{results:?}");
        }
        assert_eq!(backend.stats().crashed, 0);
    });
}

fn double(x: u64) -> u64 {
    2 * x
}

/// All of them on a worker, whatever that worker belongs to.
fn all_kinds(x: u64) -> Vec<u64> {
    let mut results = vec![
        Inline::new().map(double, [x]).unwrap()[0],
        Thread::builder().workers(2).build().unwrap().map(double, [x]).unwrap()[0],
        Pool::builder().workers(1).build().unwrap().map(double, [x]).unwrap()[0],
        Spawn::builder().workers(1).build().unwrap().map(double, [x]).unwrap()[0],
    ];
    results.push(wirecheck::spawn(double, x).unwrap().join().unwrap());
    results
}

#[test]
fn l090_backends_may_be_mixed() {
    let _alone = alone();
    both!(|builder| builder.workers(2), |backend| {
        assert_eq!(backend.map(all_kinds, [1, 2]).unwrap(), [vec![2; 5], vec![4; 5]]);
    });
    let threads = Thread::builder().workers(2).build().unwrap();
    assert_eq!(threads.map(|x: u64| all_kinds(x), [3, 4]).unwrap(), [vec![6; 5], vec![8; 5]]);
    // Those that need no process work at any depth.
    let deepest = Pool::builder().workers(1).max_depth(1).build().unwrap();
    let shallow =
        closure!([] |x: u64| Thread::builder().workers(1).build().unwrap().map(double, [x]).unwrap()[0]);
    assert_eq!(deepest.map(shallow, [5]).unwrap(), [10]);
    drop(deepest);
    // `wirecheck::spawn` has workers that nobody drops; each ends with its task.
    eventually("none is left", Duration::from_secs(10), || crate::support::children().is_empty());
}

#[test]
fn l091_calls_from_background_threads() {
    let _alone = alone();
    both!(|builder| builder.workers(2), |backend| {
        let background = backend.clone();
        let thread = std::thread::spawn(move || background.map(double, 0..50).unwrap());
        assert_eq!(thread.join().unwrap(), (0..50).map(double).collect::<Vec<_>>());

        // Many at once, with every verb.
        let verbs = |x: u64| {
            assert_eq!(backend.map(double, x..x + 8).unwrap(), (x..x + 8).map(double).collect::<Vec<_>>());
            assert_eq!(backend.submit(double, x).unwrap().join().unwrap(), 2 * x);
            assert!(backend.try_map(double, x..x + 3).unwrap().into_iter().all(|result| result.is_ok()));
            let lazy: Result<Vec<u64>, _> = backend.map_iter(double, x..x + 5).unwrap().collect();
            assert_eq!(lazy.unwrap(), (x..x + 5).map(double).collect::<Vec<_>>());
            let sum: u64 = backend.map_unordered(double, x..x + 4).unwrap().map(|(_, y)| y.unwrap()).sum();
            assert_eq!(sum, (x..x + 4).map(double).sum::<u64>());
        };
        std::thread::scope(|scope| {
            for x in 0..6 {
                scope.spawn(move || verbs(10 * x));
            }
        });
        assert_eq!(backend.stats().crashed, 0);
    });
    // A backend that was built on a thread that is gone.
    let pool = std::thread::spawn(|| Pool::builder().workers(1).build().unwrap()).join().unwrap();
    assert_eq!(pool.map(double, [4]).unwrap(), [8]);
}

/// A worker is a fresh process: locks that threads of this one hold, and pools of threads, are not copied into it.
#[test]
fn l092_threads_of_the_parent_freeze_no_worker() {
    let _alone = alone();
    let threads = Thread::builder().workers(4).build().unwrap();
    let busy = |x: u64| (0..20_000).fold(x, |sum, y| std::hint::black_box(sum.wrapping_mul(31) ^ y));
    let expected: Vec<u64> = (0..40).map(busy).collect();
    assert_eq!(threads.map(busy, 0..40).unwrap(), expected);
    // Held by this process for as long as its workers print and use theirs.
    let stdout = std::io::stdout().lock();
    let stderr = std::io::stderr().lock();
    both!(|builder| builder.workers(2).stdout(wirecheck::Output::Null), |backend| {
        let inner = closure!(|_: u64| {
            use std::io::Write;
            let _ = writeln!(std::io::stdout(), "a line");
            let _ = writeln!(std::io::stderr().lock());
            let busy = closure!(
                |x: u64| (0..20_000).fold(x, |sum, y| std::hint::black_box(sum.wrapping_mul(31) ^ y))
            );
            Thread::builder().workers(4).build().unwrap().map(busy, 0..40).unwrap()
        });
        let meanwhile = std::thread::scope(|scope| {
            let own = scope.spawn(|| threads.map(busy, 0..40).unwrap());
            assert_eq!(backend.map(inner, 0..2).unwrap(), [expected.clone(), expected.clone()]);
            own.join().unwrap()
        });
        assert_eq!(meanwhile, expected);
    });
    drop((stdout, stderr));
}
