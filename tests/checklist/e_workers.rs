//! E. Worker count, recycling, reuse.

use crate::kit::{Gate, LONG, distinct, pid, square, wait_at, zero_kills};
use crate::support::{alone, children, eventually, is_running};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use wirecheck::{Batch, Pool, Spawn, closure, pool};

#[test]
fn e044_no_workers_are_refused() {
    let _alone = alone();
    let check = |error: wirecheck::Error, words: &str| {
        assert!(error.is_refused() && error.to_string().starts_with(words), "{error}");
    };
    let none = "0 workers cannot run anything: give at least 1";
    check(Pool::builder().workers(0).build().unwrap_err(), none);
    check(Spawn::builder().workers(0).build().unwrap_err(), none);
    check(pool::shared_with(0).unwrap_err(), none);
    let many = "5000 worker processes are more than the 4096";
    check(Pool::builder().workers(5000).build().unwrap_err(), many);
    each!(|builder| builder.workers(-1000), |backend| {
        assert_eq!(backend.workers(), 1, "all cores but a thousand leave one worker");
        check(backend.resize(0).unwrap_err(), none);
        check(backend.resize(5000).unwrap_err(), many);
        assert_eq!((backend.workers(), backend.map(square, [3]).unwrap()), (1, vec![9]));
    });
}

#[test]
fn e045_saturation_starts_no_extra_workers() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let gate = Gate::new();
        let jobs: Vec<_> = (0..30).map(|x| backend.submit(wait_at, (gate.path(), x)).unwrap()).collect();
        eventually("both workers are busy", LONG, || gate.arrived() == 2);
        assert_eq!((children().len(), backend.stats().started), (2, 2));
        gate.open();
        let pids = distinct(jobs.into_iter().map(|job| job.join().unwrap()));
        assert!(pids == 2 || pids == 30, "kept by `Pool`, one for each task by `Spawn`: {pids}");
        assert_eq!(backend.stats().started, pids as u64);
        assert!(children().len() <= 2);
    });
    let pool = Pool::builder().workers(2).build().unwrap();
    assert!(distinct(pool.map(pid, 0..3000).unwrap()) <= 2);
    assert_eq!(pool.stats().started, 2);
}

#[test]
fn e046_an_idle_worker_is_used_before_another_is_started() {
    let _alone = alone();
    let pool = Pool::builder().workers(3).batch(Batch::Fixed(1)).build().unwrap();
    let one_at_a_time: Vec<u32> = (0..10).map(|x| pool.submit(pid, x).unwrap().join().unwrap()).collect();
    assert_eq!(pool.stats().started, 3);
    let killed = one_at_a_time[9];
    assert!(Command::new("kill").args(["-KILL", &killed.to_string()]).status().unwrap().success());
    eventually("it is dead", LONG, || !is_running(killed));
    for x in 0..10 {
        assert_ne!(pool.map(pid, [x]).unwrap(), [killed]);
    }
    let stats = pool.stats();
    assert_eq!(stats.started, 3, "the two that were left are enough");
    assert!(stats.crashed <= 1, "{stats:?}");
    let spawn = Spawn::builder().workers(3).build().unwrap();
    assert_eq!(distinct((0..5).map(|x| spawn.submit(pid, x).unwrap().join().unwrap())), 5, "never reused");
}

#[test]
fn e047_a_worker_ends_after_its_tasks() {
    let _alone = alone();
    for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(64)] {
        let pool = Pool::builder().workers(1).batch(batch).tasks_per_worker(3).build().unwrap();
        let pids = pool.map(pid, 0..10).unwrap();
        let runs: Vec<usize> = pids.chunk_by(|a, b| a == b).map(<[u32]>::len).collect();
        assert_eq!(runs, [3, 3, 3, 1], "{batch:?}");
        let jobs: Vec<_> = (0..7).map(|x| pool.submit(square, x).unwrap()).collect();
        let results: Vec<u64> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
        assert_eq!(results, [0, 1, 4, 9, 16, 25, 36]);
        assert_eq!(pool.stats().crashed, 0, "{batch:?}");
    }
    let error = Pool::builder().tasks_per_worker(0).build().unwrap_err();
    assert!(error.to_string().contains("runs 0 tasks is of no use: give at least 1"), "{error}");
}

#[test]
fn e048_recycling_strands_no_job() {
    let _alone = alone();
    let build = || Pool::builder().workers(2).tasks_per_worker(1).build().unwrap();
    let submit = |pool: &Pool| (0..40).map(|x| pool.submit(square, x).unwrap()).collect::<Vec<_>>();
    let check = |jobs: Vec<wirecheck::Job<u64>>| {
        for (x, job) in (0..).zip(jobs) {
            assert_eq!(job.join().unwrap(), x * x);
        }
    };
    // Closed with a backlog.
    let pool = build();
    let jobs = submit(&pool);
    pool.close();
    check(jobs);
    pool.join().unwrap();
    assert_eq!(pool.stats().started, 40);
    // Joined with a backlog, which is waited for.
    let pool = build();
    let jobs = submit(&pool);
    pool.join().unwrap();
    assert!(jobs.iter().all(wirecheck::Job::is_finished));
    check(jobs);
    // The handle is gone, the jobs are not.
    let pool = build();
    let jobs = submit(&pool);
    drop(pool);
    check(jobs);
}

/// Loses memory, and gives its process and how much of it is resident then.
fn leak(bytes: usize) -> (u32, u64) {
    std::mem::forget(std::hint::black_box(vec![1_u8; bytes]));
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    (std::process::id(), pages * 4096)
}

#[test]
fn e049_a_leaking_worker_is_recycled() {
    let _alone = alone();
    const LEAK: usize = 16 << 20;
    const LIMIT: u64 = 56 << 20;
    each!(|builder| builder.workers(1).batch(Batch::Fixed(1)).recycle_above(LIMIT), |backend| {
        let mapped = backend.map(leak, [LEAK; 9]).unwrap();
        let submitted: Vec<_> = (0..7).map(|_| backend.submit(leak, LEAK).unwrap().join().unwrap()).collect();
        for seen in [mapped, submitted] {
            assert!(distinct(seen.iter().map(|(pid, _)| *pid)) >= 2, "{seen:?}");
            // A task is not interrupted: it may begin at the limit, and the next one before that is seen.
            let most = seen.iter().map(|(_, resident)| *resident).max().unwrap();
            assert!(most < LIMIT + 3 * LEAK as u64, "{most} bytes were resident");
        }
        assert_eq!(backend.stats().crashed, 0);
    });
    // One that stays small is kept.
    let pool = Pool::builder().workers(1).recycle_above(1 << 30).build().unwrap();
    assert_eq!(distinct(pool.map(pid, 0..2000).unwrap()), 1);
}

#[test]
fn e050_idle_workers_end_and_the_next_task_starts_others() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).idle_timeout(Duration::from_millis(30)).build().unwrap();
    for round in 1..4_u64 {
        let gate = Gate::new();
        let jobs: Vec<_> = (0..2).map(|x| pool.submit(wait_at, (gate.path(), x)).unwrap()).collect();
        eventually("both run", LONG, || gate.arrived() == 2);
        gate.open();
        let pids: Vec<u32> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
        eventually("both ended", LONG, || pids.iter().all(|pid| !is_running(*pid)));
        assert_eq!(pool.stats().crashed, 0, "round {round}");
    }
    assert_eq!(pool.map(square, 0..100).unwrap()[99], 99 * 99);
    assert_eq!(pool.stats().crashed, 0);
}

/// Tasks that come in the moment in which a worker gives up waiting.
#[test]
fn e050_a_task_that_meets_an_ending_worker_is_not_lost() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).idle_timeout(Duration::from_millis(2)).build().unwrap();
    for x in 0..80_u64 {
        std::thread::sleep(Duration::from_micros(1500 + 25 * (x % 40)));
        if x % 2 == 0 {
            assert_eq!(pool.map(square, [x]).unwrap(), [x * x]);
        } else {
            assert_eq!(pool.submit(square, x).unwrap().join().unwrap(), x * x);
        }
    }
    let stats = pool.stats();
    assert_eq!((stats.crashed, stats.retried), (0, 0));
    assert!(stats.started > 1, "the pauses are about as long as the timeout");
}

#[test]
fn e051_the_shared_pool_is_reused_and_replaced_when_it_is_gone() {
    let _alone = alone();
    let pool = pool::shared_with(2).unwrap();
    let gate = Gate::new();
    let jobs: Vec<_> = (0..2).map(|x| pool.submit(wait_at, (gate.path(), x)).unwrap()).collect();
    gate.open();
    let pids: Vec<u32> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    let again = pool::shared().unwrap();
    assert_eq!(again.workers(), 2, "it keeps its settings");
    assert!(pids.contains(&again.map(pid, [0]).unwrap()[0]), "the workers are the same");
    assert_eq!(again.stats().started, 2);
    let larger = pool::shared_with(3).unwrap();
    assert_eq!((pool.workers(), larger.workers(), larger.stats().started), (3, 3, 2), "resized, not rebuilt");
    // A fault costs its task, not the pool.
    assert!(larger.map(zero_kills, [0]).unwrap_err().is_crash());
    assert_eq!(pool::shared().unwrap().map(square, [5]).unwrap(), [25]);
    for end in [Pool::close, Pool::terminate, |pool: &Pool| pool.join().unwrap()] {
        let old = pool::shared_with(1).unwrap();
        end(&old);
        assert!(!old.takes_tasks() && old.map(square, [1]).unwrap_err().is_refused());
        let fresh = pool::shared_with(1).unwrap();
        assert_eq!((fresh.map(square, [4]).unwrap(), fresh.stats().started), (vec![16], 1));
        old.terminate();
    }
    pool::shared().unwrap().join().unwrap();
}

#[test]
fn e052_resizing_an_idle_backend_keeps_healthy_workers() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let seen = |pool: &Pool, workers: usize| {
        let gate = Gate::new();
        let jobs: Vec<_> =
            (0..workers as u64).map(|x| pool.submit(wait_at, (gate.path(), x)).unwrap()).collect();
        eventually("all are busy", LONG, || gate.arrived() == workers);
        gate.open();
        jobs.into_iter().map(|job| job.join().unwrap()).collect::<Vec<u32>>()
    };
    let two = seen(&pool, 2);
    pool.resize(4).unwrap();
    let four = seen(&pool, 4);
    assert!(two.iter().all(|pid| four.contains(pid)), "{two:?} {four:?}");
    pool.resize(1).unwrap();
    assert_eq!(children().len(), 1, "those beyond it end at once");
    assert!(four.contains(&seen(&pool, 1)[0]));
    assert!(pool.map(zero_kills, [0]).unwrap_err().is_crash());
    for workers in [3, 1, 2, 1, 4, 2] {
        pool.resize(workers).unwrap();
        assert_eq!(distinct(seen(&pool, workers)), workers);
        assert!(children().len() <= workers);
    }
    assert_eq!(pool.stats().crashed, 1);
}

#[test]
fn e052_resizing_waits_for_running_work() {
    let _alone = alone();
    each!(|builder| builder.workers(3), |backend| {
        let gate = Gate::new();
        let jobs: Vec<_> = (0..5).map(|x| backend.submit(wait_at, (gate.path(), x)).unwrap()).collect();
        eventually("three run", LONG, || gate.arrived() == 3);
        backend.resize(1).unwrap();
        assert_eq!(children().len(), 3, "none is taken from its task");
        gate.open();
        assert!(jobs.into_iter().all(|job| job.join().is_ok()));
        eventually("one is left", LONG, || children().len() <= 1);
        let stats = backend.stats();
        assert_eq!((stats.crashed, stats.stopped), (0, 0));
    });
}

/// Within one call, not only from one call to the next.
#[test]
fn e052_a_call_under_way_follows_a_new_size() {
    let _alone = alone();
    let nap = closure!(|_: u64| {
        std::thread::sleep(Duration::from_millis(2));
        std::process::id()
    });
    let pool = Pool::builder().workers(3).batch(Batch::Fixed(1)).build().unwrap();
    let mut pids = Vec::new();
    for (at, result) in pool.map_iter(nap, 0..400).unwrap().enumerate() {
        match at {
            60 => pool.resize(1).unwrap(),
            200 => pool.resize(4).unwrap(),
            _ => {}
        }
        pids.push(result.unwrap());
    }
    assert_eq!(distinct(&pids[..60]), 3);
    assert_eq!(distinct(&pids[150..190]), 1, "those beyond it end after their task");
    assert_eq!(distinct(&pids[300..]), 4);
    assert_eq!(pool.stats().crashed, 0);
}

#[test]
fn e052_resizing_under_load_with_kills_in_between_loses_nothing() {
    let _alone = alone();
    each!(|builder| builder.workers(2), |backend| {
        let rounds = if backend.stats().started == 0 { 2 } else { 6 };
        std::thread::scope(|scope| {
            let calls: Vec<_> = (0..2)
                .map(|_| {
                    scope.spawn(|| {
                        for round in 0..rounds {
                            let results = backend.try_map(zero_kills, [1, 2, 0, 3, 4, 5]).unwrap();
                            for (x, result) in [1, 2, 0, 3, 4, 5].into_iter().zip(results) {
                                match result {
                                    Ok(y) => assert_eq!(x, y),
                                    Err(error) => {
                                        assert!(
                                            x == 0 && error.signal() == Some("SIGKILL"),
                                            "{round} {x}: {error}"
                                        );
                                    }
                                }
                            }
                        }
                    })
                })
                .collect();
            for workers in [1, 4, 2, 3].into_iter().cycle() {
                backend.resize(workers).unwrap();
                if calls.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        assert_eq!(backend.stats().crashed, 2 * rounds);
        backend.resize(2).unwrap();
        eventually("two are left at most", LONG, || children().len() <= 2);
    });
}

#[test]
fn e053_the_shared_pool_serves_ten_threads_at_once() {
    let _alone = alone();
    for broken in [false, true] {
        if broken {
            pool::shared().unwrap().terminate();
        }
        let crashes = Arc::new(AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for thread in 0..10_u64 {
                let crashes = Arc::clone(&crashes);
                scope.spawn(move || {
                    for round in 0..4 {
                        let pool = pool::shared_with(1 + (thread + round) as usize % 3).unwrap();
                        let job = pool.submit(square, thread).unwrap();
                        assert_eq!(
                            pool.map(square, [round, thread]).unwrap(),
                            [round * round, thread * thread]
                        );
                        assert_eq!(job.join().unwrap(), thread * thread);
                        if (thread + round) % 5 == 0 {
                            assert!(pool.map(zero_kills, [0]).unwrap_err().is_crash());
                            crashes.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        let pool = pool::shared().unwrap();
        assert_eq!(pool.stats().crashed, crashes.load(Ordering::Relaxed) as u64);
        assert!(children().len() <= 3, "{:?}", children());
    }
    pool::shared().unwrap().join().unwrap();
}
