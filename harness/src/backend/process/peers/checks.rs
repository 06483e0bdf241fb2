//! What each misdeed of a worker costs, and what it does not.

use super::launcher::{Habits, PeerLauncher};
use super::peer::{Misdeed, Peer, is_initializer};
use crate::Bincode;
use crate::backend::Batch;
use crate::backend::process::call::{map, map_iter, map_unordered, try_map};
use crate::backend::process::jobs::Processes;
use crate::backend::process::pool::{Config, PoolState};
use crate::backend::process::task::{Admission, PreparedTask, Preparing};
use crate::backend::process::worker::{Initializer, StartLimits};
use crate::error::Error;
use crate::progress::Hook;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What peers do with every input. That it is in the table of tasks is all that is used of it.
fn same(x: u64) -> u64 {
    x
}

fn prepare() {}

pub(super) fn task(pool: &PoolState<Peer>) -> PreparedTask<Bincode, u64, u64> {
    PreparedTask::new(&same, pool.admit_call().unwrap()).unwrap()
}

/// One worker that gets all tasks at once.
fn config() -> Config {
    Config { batch: Batch::Fixed(64), ..Config::default() }
}

pub(super) fn pool(launcher: &PeerLauncher, config: Config) -> PoolState<Peer> {
    crate::fuzz::stay_outside();
    PoolState::over(launcher.clone(), config, 1, 1).unwrap()
}

type Results = Result<Vec<Result<u64, Error>>, Error>;

fn run(config: Config, misdeed: Misdeed, tasks: u64) -> (Results, PeerLauncher) {
    let launcher = PeerLauncher::new(Habits::default(), [misdeed]);
    let pool = pool(&launcher, config);
    let results = try_map(&pool, &Hook::default(), task(&pool), 0..tasks);
    drop(pool);
    assert_eq!(launcher.record().alive, 0, "{misdeed:?} left a worker behind");
    (results, launcher)
}

/// The indices that failed, each with its message; the others gave their own input.
fn failures(results: Results) -> Vec<(u64, String)> {
    let results = results.unwrap();
    let mut failed = Vec::new();
    for (index, result) in (0..).zip(results) {
        match result {
            Ok(value) => assert_eq!(value, index),
            Err(error) => {
                assert_eq!(error.index(), Some(index));
                failed.push((index, error.to_string()));
            }
        }
    }
    failed
}

#[test]
fn a_worker_that_does_nothing_wrong_gives_all_results() {
    let (results, launcher) = run(config(), Misdeed::Nothing, 100);
    assert_eq!(failures(results), []);
    assert_eq!(launcher.record().started, 1);
    assert!(launcher.record().begun.values().all(|times| *times == 1));
}

#[test]
fn a_death_costs_the_task_that_was_running_and_no_other() {
    for misdeed in [Misdeed::DiesBefore(3), Misdeed::DiesAfter(3), Misdeed::DiesUnsent(3)] {
        let (results, launcher) = run(config(), misdeed, 10);
        assert_eq!(failures(results), [], "{misdeed:?}");
        let record = launcher.record();
        assert_eq!((record.started, record.begun.len()), (2, 10), "{misdeed:?}");
        assert!(record.begun.values().all(|times| *times == 1), "{misdeed:?}: {:?}", record.begun);
    }
    let (results, launcher) = run(config(), Misdeed::DiesDuring(3), 10);
    let failed = failures(results);
    assert!(matches!(&failed[..], [(3, message)] if message.contains("SIGSEGV")), "{failed:?}");
    assert!(launcher.record().begun.values().all(|times| *times == 1));
}

#[test]
fn a_task_is_run_again_as_often_as_allowed() {
    let config = || Config { retries: 2, ..config() };
    let (results, launcher) = run(config(), Misdeed::DiesDuring(3), 10);
    assert_eq!(failures(results), []);
    assert_eq!(launcher.record().begun.values().sum::<u32>(), 11);

    let launcher = PeerLauncher::new(Habits::default(), [Misdeed::DiesDuring(0); 4]);
    let pool = pool(&launcher, config());
    let failed = failures(try_map(&pool, &Hook::default(), task(&pool), 0..1));
    assert!(matches!(&failed[..], [(0, message)] if message.contains("SIGSEGV")), "{failed:?}");
    assert_eq!(launcher.record().begun.values().sum::<u32>(), 3);
}

#[test]
fn answers_that_cannot_be_told_apart_fail_and_are_never_another_tasks() {
    for misdeed in [Misdeed::LosesAnswer(3), Misdeed::SendsGarbage(3)] {
        let (results, launcher) = run(config(), misdeed, 10);
        let failed = failures(results);
        assert_eq!(failed.first().map(|(index, _)| *index), Some(3), "{misdeed:?}: {failed:?}");
        assert!(failed.iter().all(|(_, message)| message.contains("frame")), "{misdeed:?}: {failed:?}");
        assert!(launcher.record().begun.values().all(|times| *times == 1), "{misdeed:?}");
    }
    // The one that came twice is known, and so is the task that it belongs to.
    let failed = failures(run(config(), Misdeed::RepeatsAnswer(3), 10).0);
    assert!(failed.iter().all(|(index, _)| *index > 3) && !failed.is_empty(), "{failed:?}");
}

#[test]
fn a_task_that_fails_in_its_worker_costs_no_worker() {
    let (results, launcher) = run(config(), Misdeed::FailsTask(3), 10);
    let failed = failures(results);
    assert!(matches!(&failed[..], [(3, message)] if message.contains("the task failed")), "{failed:?}");
    assert_eq!(launcher.record().started, 1);
}

#[test]
fn a_task_that_hangs_is_ended_by_the_tasks_limit() {
    let limit = Duration::from_millis(20);
    let start = Instant::now();
    let (results, launcher) = run(Config { task_timeout: Some(limit), ..config() }, Misdeed::Hangs(3), 10);
    let failed = failures(results);
    assert!(
        matches!(&failed[..], [(3, message)] if message.contains("0.02 s") && message.contains("task_timeout")),
        "{failed:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(launcher.record().started, 2);
}

#[test]
fn an_answer_that_never_comes_is_waited_for_no_longer_than_the_call_may_take() {
    let limit = Duration::from_millis(50);
    for misdeed in [Misdeed::LosesAnswer(9), Misdeed::Hangs(9)] {
        let (results, _) = run(Config { call_timeout: Some(limit), ..config() }, misdeed, 10);
        let failed = failures(results);
        assert!(
            matches!(&failed[..], [(9, message)] if message.contains("its call ran longer than the limit of 0.05 s")),
            "{misdeed:?}: {failed:?}"
        );
    }
}

#[test]
fn workers_that_do_not_serve_end_the_call_and_say_why() {
    let message = |misdeed: Misdeed, config: Config| {
        let launcher = PeerLauncher::new(Habits::default(), [misdeed; 8]);
        let pool = pool(&launcher, config);
        let error = map(&pool, &Hook::default(), task(&pool), 0..10).unwrap_err().to_string();
        drop(pool);
        assert_eq!(launcher.record().alive, 0);
        assert!(launcher.record().begun.is_empty());
        error
    };
    assert!(message(Misdeed::RefusesToStart, config()).contains("the peer cannot be started"));
    assert!(message(Misdeed::EndsAtOnce, config()).contains("exited with code 3 before it greeted"));
    assert!(message(Misdeed::IsAnotherProgram, config()).contains("replaced while it ran"));
    let hasty = Config {
        start_limits: StartLimits { greeting: Duration::from_millis(20), ..config().start_limits },
        ..config()
    };
    assert!(message(Misdeed::NeverGreets, hasty).contains("did not greet within 20ms"));
}

#[test]
fn all_workers_are_ready_or_none_is_kept() {
    let config = || Config { workers: 3, ..config() };
    let launcher = PeerLauncher::new(Habits { bytes: 1, ..Habits::default() }, []);
    let full = pool(&launcher, config());
    full.start_all().unwrap();
    assert_eq!(launcher.record().alive, 3);
    drop(full);
    assert_eq!(launcher.record().alive, 0);

    let launcher = PeerLauncher::new(Habits::default(), [Misdeed::Nothing, Misdeed::EndsAtOnce]);
    let error = pool(&launcher, config()).start_all().unwrap_err().to_string();
    assert!(error.contains("before it greeted"), "{error}");
    assert_eq!(launcher.record().alive, 0);
}

#[test]
fn no_task_runs_on_a_worker_whose_initializer_failed() {
    let admission = Admission { store: &Initializer::store(), stopwatch: None, of: Preparing::Initializer };
    let initializer =
        Initializer::new(PreparedTask::<Bincode, (), ()>::new(&prepare, admission).unwrap()).unwrap();
    let run = |misdeeds: &[Misdeed]| {
        let launcher = PeerLauncher::new(Habits::default(), misdeeds.iter().copied());
        let pool = pool(&launcher, Config { initializer: Some(initializer.clone()), ..config() });
        let results = map(&pool, &Hook::default(), task(&pool), 0..10);
        let tasks = launcher.record().begun.keys().filter(|task| !is_initializer(task)).count();
        (results.map_err(|error| error.to_string()), tasks)
    };
    let all: Vec<u64> = (0..10).collect();
    assert_eq!(run(&[]), (Ok(all.clone()), 10));
    // One that dies in it may have been killed by anybody: another one is tried.
    assert_eq!(run(&[Misdeed::DiesDuring(0)]), (Ok(all), 10));
    let (results, tasks) = run(&[Misdeed::DiesDuring(0); 3]);
    assert!(results.unwrap_err().contains("SIGSEGV"));
    assert_eq!(tasks, 0);
    let (results, tasks) = run(&[Misdeed::FailsTask(0)]);
    assert!(results.unwrap_err().contains("the task failed"));
    assert_eq!(tasks, 0);
}

#[test]
fn iterators_read_on_while_workers_die() {
    let misdeeds = [Misdeed::DiesBefore(5), Misdeed::DiesUnsent(7), Misdeed::DiesAfter(0)];
    let launcher = PeerLauncher::new(Habits { bytes: 3, tasks: 2 }, misdeeds);
    let pool = pool(&launcher, Config { workers: 2, window: Some(9), ..config() });
    let hook = Hook::default();
    let in_order: Result<Vec<u64>, Error> = map_iter(&pool, &hook, task(&pool), 0..200).collect();
    assert_eq!(in_order.unwrap(), (0..200).collect::<Vec<_>>());
    let mut seen: Vec<u64> = map_unordered(&pool, &hook, task(&pool), 0..200)
        .map(|(index, result)| {
            let value = result.unwrap();
            assert_eq!(value, index as u64);
            value
        })
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..200).collect::<Vec<_>>());
}

#[test]
fn terminating_kills_workers_that_nobody_is_looking_after() {
    let launcher = PeerLauncher::new(Habits::default(), [Misdeed::Hangs(2)]);
    let pool = pool(&launcher, config());
    let mut results = map_iter(&pool, &Hook::default(), task(&pool), 0..10);
    assert_eq!(results.next().unwrap().unwrap(), 0);
    pool.terminate();
    let rest: Vec<_> = results.collect();
    assert!(rest.last().unwrap().as_ref().unwrap_err().is_cancelled(), "{rest:?}");
    drop(pool);
    assert_eq!(launcher.record().alive, 0);
}

#[test]
fn jobs_run_are_cancelled_and_end_on_such_workers() {
    let launcher = PeerLauncher::new(Habits::default(), [Misdeed::Hangs(0), Misdeed::DiesDuring(1)]);
    let processes = Arc::new(Processes::over(pool(&launcher, Config { workers: 1, ..config() })));
    let submit = |input| processes.submit(task(processes.pool()), input).unwrap();
    let stuck = submit(0);
    // It is stopped once it runs: its worker is ended for it.
    while launcher.record().begun.is_empty() {
        std::thread::yield_now();
    }
    assert!(stuck.cancel());
    assert!(stuck.join().unwrap_err().is_cancelled());
    let (good, bad, last) = (submit(1), submit(2), submit(3));
    assert_eq!(good.join().unwrap(), 1);
    assert!(bad.join().unwrap_err().is_crash());
    assert_eq!(last.join().unwrap(), 3);
    processes.join().unwrap();
    drop(processes);
    let record = launcher.record();
    assert_eq!((record.alive, record.started), (0, 3));
}
