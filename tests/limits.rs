//! Limits that stop what is late, wherever it stands, and answers that do not wait for it.

#[path = "support/closing.rs"]
mod closing;
mod support;
#[path = "support/verbs.rs"]
mod verbs;

use std::process::Command;
use std::time::{Duration, Instant};
use support::{alone, eventually, raise};
use verbs::{BATCHES, Input, Setting, VERBS, Verb, What, call, run};
use wirecheck::{AnyBackend, Backend, Batch, Bincode, Pool, Transfer, closure};

wirecheck::test_support!();

const LIMIT: Duration = Duration::from_millis(120);

/// Signals all workers of a backend that are idle.
fn signal(backend: &AnyBackend<Bincode>, signal: &str) {
    assert!(matches!(backend, AnyBackend::Pool(_)), "only they have idle workers");
    for worker in support::children() {
        assert!(Command::new("kill").args([signal, &worker]).status().unwrap().success());
    }
}

#[test]
fn a_late_task_is_stopped_wherever_it_stands() {
    let _alone = alone();
    for verb in VERBS {
        for (batch, workers) in BATCHES.into_iter().zip([1, 2, 1, 1]) {
            for bad in [0, 2, 7] {
                let setting = Setting { batch, workers, task_timeout: Some(LIMIT), ..Setting::default() };
                let mut whats = [What::Nothing; 8];
                whats[bad] = What::Hang;
                let context = format!("{verb:?}, {batch:?}, input {bad}");
                let outcome = call(&setting.build(), verb, &whats, 1);
                outcome.check(&context, verb, bad, 1, wirecheck::Error::is_timeout);
                assert!(outcome.took < Duration::from_secs(3), "{context}: {:?}", outcome.took);
            }
        }
        let setting = Setting { is_pool: false, task_timeout: Some(LIMIT), ..Setting::default() };
        let outcome = call(&setting.build(), verb, &[What::Nothing, What::Nothing, What::Hang], 1);
        outcome.check(&format!("{verb:?}, spawn"), verb, 2, 1, wirecheck::Error::is_timeout);
    }
}

#[test]
fn the_limit_holds_after_large_values_and_after_a_call_that_went_well() {
    let _alone = alone();
    for transfer in Transfer::ALL {
        let setting = Setting {
            batch: Batch::Fixed(4),
            workers: 1,
            task_timeout: Some(LIMIT),
            transfer,
            ..Setting::default()
        };
        let backend = setting.build();
        let mut whats = [What::Nothing; 6];
        for bad in [5, 3] {
            assert!(
                call(&backend, Verb::TryMap, &[What::Nothing; 6], 200_000)
                    .results
                    .iter()
                    .all(|one| one.1.is_ok())
            );
            whats[bad] = What::Hang;
            let outcome = call(&backend, Verb::TryMap, &whats, 200_000);
            outcome.check(&format!("{transfer:?}"), Verb::TryMap, bad, 200_000, wirecheck::Error::is_timeout);
            whats[bad] = What::Nothing;
        }
    }
}

#[test]
fn a_worker_that_is_stopped_in_a_task_is_late() {
    let _alone = alone();
    for verb in VERBS {
        let setting =
            Setting { batch: Batch::Fixed(4), workers: 1, task_timeout: Some(LIMIT), ..Setting::default() };
        let whats = [What::Nothing, What::Nothing, What::Stop, What::Nothing];
        let outcome = call(&setting.build(), verb, &whats, 1);
        outcome.check(&format!("{verb:?}"), verb, 2, 1, wirecheck::Error::is_timeout);
        assert!(outcome.took < Duration::from_secs(3), "{verb:?}: {:?}", outcome.took);
    }
}

/// It costs no task: none had begun.
#[test]
fn a_worker_that_is_stopped_while_it_is_idle_is_noticed_and_costs_no_task() {
    let _alone = alone();
    for verb in VERBS {
        for (batch, workers) in [(Batch::Auto, 1), (Batch::Fixed(8), 1), (Batch::Fixed(2), 2)] {
            let setting = Setting { batch, workers, task_timeout: Some(LIMIT), ..Setting::default() };
            let backend = setting.build();
            signal(&backend, "-STOP");
            let outcome = call(&backend, verb, &[What::Nothing; 6], 1);
            let context = format!("{verb:?}, {batch:?}");
            assert_eq!(outcome.begun, [1; 6], "{context}");
            assert!(
                outcome.results.len() == 6 && outcome.results.iter().all(|one| one.1.is_ok()),
                "{context}"
            );
            assert!(outcome.took < Duration::from_secs(4), "{context}: {:?}", outcome.took);
            assert_eq!(backend.stats().stopped, workers as u64, "{context}");
        }
    }
}

/// The call is over, and the worker takes no more tasks: the limit is all that can free its place.
#[test]
fn the_limit_holds_for_the_last_task_of_a_worker_whose_call_is_over() {
    let _alone = alone();
    let wait_at_one = closure!(|x: u64| {
        if x == 1 {
            std::thread::sleep(Duration::from_secs(600));
        }
        x
    });
    for is_waited_for in [false, true] {
        let pool = Pool::builder().workers(1).tasks_per_worker(2).batch(Batch::Fixed(2)).task_timeout(LIMIT);
        let pool = pool.build().unwrap();
        let mut results = pool.map_iter(wait_at_one, 0..2).unwrap();
        assert_eq!(results.next().unwrap().unwrap(), 0);
        if is_waited_for {
            // Another call waits for the place already.
            let other = pool.clone();
            let waits = std::thread::spawn(move || other.map(closure!(|x: u64| x), [3]));
            drop(results);
            assert_eq!(waits.join().unwrap().unwrap(), [3]);
        } else {
            drop(results);
        }
        let start = Instant::now();
        assert_eq!(pool.map(wait_at_one, [5, 6]).unwrap(), [5, 6]);
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    }
}

fn nothing_or_hang(file: Option<String>) {
    let Some(file) = file else { return };
    let draft = format!("{file}.draft");
    std::fs::write(&draft, std::process::id().to_string()).unwrap();
    std::fs::rename(draft, file).unwrap();
    std::thread::sleep(Duration::from_secs(600));
}

/// Its call has ended, and nobody calls again.
#[test]
fn the_limit_holds_in_a_pool_that_nobody_uses() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    for tasks_per_worker in [0, 2] {
        let file = folder.path().join(tasks_per_worker.to_string());
        let pool = Pool::builder().workers(1).batch(Batch::Fixed(2)).task_timeout(8 * LIMIT);
        let pool = if tasks_per_worker == 0 { pool } else { pool.tasks_per_worker(tasks_per_worker) };
        let pool = pool.build().unwrap();
        let mut results =
            pool.map_iter(nothing_or_hang, [None, Some(file.to_str().unwrap().to_owned())]).unwrap();
        results.next().unwrap().unwrap();
        eventually("the second task has begun", Duration::from_secs(10), || file.exists());
        drop(results);
        let process: u32 = std::fs::read_to_string(&file).unwrap().parse().unwrap();
        eventually("the late task is ended", Duration::from_secs(10), || !support::is_running(process));
        // It is counted once it is done, so the process may be gone a moment before.
        eventually("the end is counted", Duration::from_secs(5), || pool.stats().stopped > 0);
        // Its place is free again.
        assert_eq!(pool.map(closure!(|x: u64| x + 1), 0..9).unwrap(), (1..10).collect::<Vec<_>>());
        assert_eq!((pool.stats().crashed, pool.stats().stopped), (0, 1));
    }
}

/// A job that a stopped worker holds is late, and the next one goes to another worker.
#[test]
fn a_stopped_worker_does_not_keep_the_jobs_that_come_after_it() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).call_timeout(Duration::from_secs(3)).build().unwrap();
    let input = |number| {
        let log = "/dev/null".to_owned();
        Input { log, number, what: What::Nothing, bytes: vec![1] }
    };
    signal(&AnyBackend::Pool(pool.clone()), "-STOP");
    let late = pool.submit(run, input(0)).unwrap();
    assert!(late.join().unwrap_err().is_timeout());
    let start = Instant::now();
    assert_eq!(pool.submit(run, input(1)).unwrap().join().unwrap(), [2]);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

/// Answers are sent together, and those that are ready do not wait until the slow task behind them has ended.
#[test]
fn ready_answers_do_not_wait_behind_a_slow_task() {
    let _alone = alone();
    const SLOW: Duration = Duration::from_secs(2);
    const SOON: Duration = Duration::from_secs(1);
    let inputs = || {
        let whats = [What::Nothing, What::Nothing, What::Sleep(2000), What::Nothing];
        (0..).zip(whats).map(|(number, what)| Input {
            log: "/dev/null".to_owned(),
            number,
            what,
            bytes: vec![1],
        })
    };
    for batch in [Batch::Fixed(4), Batch::Fixed(2), Batch::Fixed(8)] {
        let pool = Pool::builder().workers(1).batch(batch).build().unwrap();
        let start = Instant::now();
        let mut results = pool.map_unordered(run, inputs()).unwrap();
        for due in [0, 1] {
            let (at, result) = results.next().unwrap();
            assert_eq!((at, result.unwrap()), (due, vec![2]));
        }
        assert!(start.elapsed() < SOON, "{batch:?}: {:?}", start.elapsed());
        assert_eq!(
            results.map(|(at, result)| (at, result.unwrap())).collect::<Vec<_>>(),
            [(2, vec![2]), (3, vec![2])]
        );
        assert!(start.elapsed() >= SLOW);

        let start = Instant::now();
        let mut results = pool.map_iter(run, inputs()).unwrap();
        assert_eq!([results.next().unwrap().unwrap(), results.next().unwrap().unwrap()], [vec![2], vec![2]]);
        assert!(start.elapsed() < SOON, "{batch:?}: {:?}", start.elapsed());
        assert_eq!(results.map(Result::unwrap).collect::<Vec<_>>(), [[2], [2]]);

        let start = Instant::now();
        let mut jobs: Vec<_> = inputs().map(|input| pool.submit(run, input).unwrap()).collect();
        assert_eq!(jobs.remove(0).join().unwrap(), [2]);
        assert_eq!(jobs.remove(0).join().unwrap(), [2]);
        assert!(start.elapsed() < SOON, "{batch:?}: {:?}", start.elapsed());
        assert!(jobs.into_iter().all(|job| job.join().unwrap() == [2]));
    }
}
