//! What each misdeed of a worker costs, and what it does not.

use super::caller::Value;
use super::peer::Peer;
use super::plan::{Behaviour, Plan, Preparation, Start, result_of};
use super::record::{Record, initializer, work};
use super::run::simulate;
use crate::Bincode;
use crate::backend::Batch;
use crate::backend::process::call::{map, map_iter, map_unordered, try_map};
use crate::backend::process::pool::{Config, PoolState};
use crate::backend::process::task::PreparedTask;
use crate::backend::process::worker::StartLimits;
use crate::error::{Error, Exit};
use crate::progress::Hook;
use crate::simulation::{Event, Tamper, hooks};
use std::time::Duration;

const CRASHED: Exit = Exit::Signal(11);

fn task(pool: &PoolState<Peer>) -> PreparedTask<Bincode, u64, Value> {
    PreparedTask::new(&work, pool.admit_call().unwrap()).unwrap()
}

/// One worker that gets all tasks at once.
fn config() -> Config {
    Config { batch: Batch::Fixed(64), ..Config::default() }
}

fn kill_at(step: u64) -> Start {
    Start { events: vec![(step, Event::Kill(CRASHED))], ..Start::default() }
}

fn tampers(tamper: Tamper) -> Start {
    Start { tamper: Some(tamper), ..Start::default() }
}

/// Tasks that return, but for one.
fn all_but(at: usize, behaviour: Behaviour) -> Vec<Behaviour> {
    let mut tasks = vec![Behaviour::Returns; 10];
    tasks[at] = behaviour;
    tasks
}

type Results = Result<Vec<Result<Value, Error>>, Error>;

fn run(config: Config, tasks: Vec<Behaviour>, starts: Vec<Start>) -> (Results, Record) {
    let inputs = 0..tasks.len() as u64;
    simulate(Plan::of(config, tasks, starts), move |processes| {
        let pool = processes.pool();
        try_map(pool, &Hook::default(), task(pool), inputs)
    })
}

/// The indices that failed, each with its message; the others gave the result of their own task.
fn failures(results: Results) -> Vec<(u64, String)> {
    let mut failed = Vec::new();
    for (index, result) in (0..).zip(results.unwrap()) {
        match result {
            Ok(value) => assert_eq!(value, result_of(index, Behaviour::Returns)),
            Err(error) => {
                assert_eq!(error.index(), Some(index));
                failed.push((index, error.to_string()));
            }
        }
    }
    failed
}

fn most_executions(record: &Record) -> usize {
    record.executions.values().map(Vec::len).max().unwrap_or(0)
}

#[test]
fn a_worker_that_does_nothing_wrong_gives_all_results() {
    let (results, record) = run(config(), vec![Behaviour::Returns; 100], Vec::new());
    assert_eq!(failures(results), []);
    assert_eq!((record.workers.len(), record.executions.len()), (1, 100));
    assert_eq!(most_executions(&record), 1);
}

#[test]
fn a_death_at_any_step_costs_the_task_that_was_running_and_no_other() {
    let mut deaths = 0;
    for step in 0.. {
        let (results, record) = run(config(), vec![Behaviour::Returns; 10], vec![kill_at(step)]);
        assert_eq!(most_executions(&record), 1, "killed at step {step}");
        let end = record.workers[0].end.unwrap();
        if end.exit != CRASHED {
            // It has ended before that step.
            break;
        }
        deaths += 1;
        let failed = failures(results);
        assert!(failed.len() <= 1, "killed at step {step}: {failed:?}");
        for (index, message) in failed {
            let ran = end.is_between || end.noted.is_some_and(|(_, noted)| noted == index);
            assert!(ran, "killed at step {step}: {end:?}");
            assert!(message.contains("SIGSEGV"), "{message}");
        }
    }
    assert!(deaths > 50, "{deaths}: the steps of a worker with ten tasks");
}

#[test]
fn a_task_is_run_again_as_often_as_allowed() {
    let config = || Config { retries: 2, ..config() };
    let (results, record) = run(config(), all_but(3, Behaviour::EndsOnce(CRASHED)), Vec::new());
    assert_eq!(failures(results), []);
    assert_eq!(record.executions.values().map(Vec::len).sum::<usize>(), 11);

    let (results, record) = run(config(), vec![Behaviour::Ends(Duration::ZERO, CRASHED)], Vec::new());
    let failed = failures(results);
    assert!(matches!(&failed[..], [(0, message)] if message.contains("SIGSEGV")), "{failed:?}");
    assert_eq!(most_executions(&record), 3);
}

#[test]
fn answers_that_cannot_be_told_apart_fail_and_are_never_another_tasks() {
    for tamper in [Tamper::Loses(3), Tamper::Garbage(3)] {
        let (results, record) = run(config(), vec![Behaviour::Returns; 10], vec![tampers(tamper)]);
        let failed = failures(results);
        assert_eq!(failed.first().map(|(index, _)| *index), Some(3), "{tamper:?}: {failed:?}");
        assert!(failed.iter().all(|(_, message)| message.contains("frame")), "{tamper:?}: {failed:?}");
        assert_eq!(most_executions(&record), 1, "{tamper:?}");
    }
    // The one that came twice is known, and so is the task that it belongs to.
    let failed = failures(run(config(), vec![Behaviour::Returns; 10], vec![tampers(Tamper::Repeats(3))]).0);
    assert!(failed.iter().all(|(index, _)| *index > 3) && !failed.is_empty(), "{failed:?}");
}

#[test]
fn a_task_that_fails_in_its_worker_costs_no_worker() {
    let (results, record) = run(config(), all_but(3, Behaviour::Panics), Vec::new());
    let failed = failures(results);
    assert!(matches!(&failed[..], [(3, message)] if message.contains("panics as planned")), "{failed:?}");
    assert_eq!(record.workers.len(), 1);
}

#[test]
fn a_task_that_hangs_is_ended_by_the_tasks_limit_whatever_is_before_it() {
    let limit = Duration::from_millis(20);
    for at in 0..10 {
        for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(3), Batch::Fixed(64)] {
            let config = Config { task_timeout: Some(limit), batch, ..Config::default() };
            let (results, record) = run(config, all_but(at, Behaviour::Never), Vec::new());
            let failed = failures(results);
            assert!(
                matches!(&failed[..], [(index, message)]
                    if *index == at as u64 && message.contains("0.02 s") && message.contains("task_timeout")),
                "{at}, {batch:?}: {failed:?}"
            );
            assert_eq!(most_executions(&record), 1, "{at}, {batch:?}");
            assert!(record.workers.len() <= 2, "{at}, {batch:?}");
        }
    }
}

#[test]
fn an_answer_that_never_comes_is_waited_for_no_longer_than_the_call_may_take() {
    let config = || Config { call_timeout: Some(Duration::from_millis(50)), ..config() };
    let lost = run(config(), vec![Behaviour::Returns; 10], vec![tampers(Tamper::Loses(9))]);
    let hangs = run(config(), all_but(9, Behaviour::Never), Vec::new());
    for (results, _) in [lost, hangs] {
        let failed = failures(results);
        assert!(
            matches!(&failed[..], [.., (9, message)] if message.contains("its call ran longer than the limit of 0.05 s")),
            "{failed:?}"
        );
    }
}

#[test]
fn workers_that_do_not_serve_end_the_call_and_say_why() {
    let message = |start: Start, config: Config| {
        let plan = Plan::of(config, vec![Behaviour::Returns; 10], vec![start; 8]);
        let (error, record) = simulate(plan, |processes| {
            let pool = processes.pool();
            map(pool, &Hook::default(), task(pool), 0..10).unwrap_err().to_string()
        });
        assert!(record.executions.is_empty());
        error
    };
    let start = Start::default;
    assert!(message(Start { refused: true, ..start() }, config()).contains("the peer cannot be started"));
    let ended = message(Start { ends_at_once: true, ..start() }, config());
    assert!(ended.contains("exited with code 3 before it greeted"), "{ended}");
    let other = message(tampers(Tamper::Greeting), config());
    assert!(other.contains("replaced while it ran"), "{other}");
    let hasty = Config {
        start_limits: StartLimits { greeting: Duration::from_millis(20), ..config().start_limits },
        ..config()
    };
    assert!(message(Start { never_greets: true, ..start() }, hasty).contains("did not greet within 20ms"));
}

#[test]
fn all_workers_are_ready_or_none_is_kept() {
    let config = || Config { workers: 3, ..config() };
    let plan = Plan { splits: true, capacity: 1, ..Plan::of(config(), Vec::new(), Vec::new()) };
    let (ready, record) = simulate(plan, |processes| {
        processes.pool().start_all().unwrap();
        processes.pool().workers()
    });
    assert_eq!((ready, record.workers.len()), (3, 3));

    let starts = vec![Start::default(), Start { ends_at_once: true, ..Start::default() }];
    let (error, record) = simulate(Plan::of(config(), Vec::new(), starts), |processes| {
        processes.pool().start_all().unwrap_err().to_string()
    });
    assert!(error.contains("before it greeted"), "{error}");
    assert_eq!(record.workers.len(), 3);
}

#[test]
fn no_task_runs_on_a_worker_whose_initializer_failed() {
    let run = |preparations: &[Preparation]| {
        let starts =
            preparations.iter().map(|preparation| Start { preparation: *preparation, ..Start::default() });
        let config = Config { initializer: Some(initializer()), ..config() };
        let plan = Plan::of(config, vec![Behaviour::Returns; 10], starts.collect());
        let (results, record) = simulate(plan, |processes| {
            let pool = processes.pool();
            map(pool, &Hook::default(), task(pool), 0..10).map_err(|error| error.to_string())
        });
        (results.map(|results| results.len()), record.executions.len())
    };
    assert_eq!(run(&[]), (Ok(10), 10));
    // One that dies in it may have been killed by anybody: another one is tried.
    assert_eq!(run(&[Preparation::Dies]), (Ok(10), 10));
    let (results, tasks) = run(&[Preparation::Dies; 3]);
    assert!(results.unwrap_err().contains("SIGSEGV"));
    assert_eq!(tasks, 0);
    let (results, tasks) = run(&[Preparation::Panics]);
    assert!(results.unwrap_err().contains("panics as planned"));
    assert_eq!(tasks, 0);
}

#[test]
fn iterators_read_on_while_workers_die() {
    let config = Config { workers: 2, window: Some(9), ..config() };
    let starts = vec![kill_at(80), kill_at(131), kill_at(244), kill_at(77)];
    let config = Config { retries: 4, ..config };
    let tasks = vec![Behaviour::Returns; 200];
    let plan = Plan { splits: true, capacity: 3, ..Plan::of(config, tasks, starts) };
    let (seen, _) = simulate(plan, |processes| {
        let (pool, hook) = (processes.pool(), Hook::default());
        let in_order: Result<Vec<Value>, Error> = map_iter(pool, &hook, task(pool), 0..200).collect();
        let value = |index| result_of(index, Behaviour::Returns);
        assert_eq!(in_order.unwrap(), (0..200).map(value).collect::<Vec<_>>());
        let mut seen: Vec<usize> = map_unordered(pool, &hook, task(pool), 0..200)
            .map(|(index, result)| {
                assert_eq!(result.unwrap(), value(index as u64));
                index
            })
            .collect();
        seen.sort_unstable();
        seen
    });
    assert_eq!(seen, (0..200).collect::<Vec<_>>());
}

#[test]
fn terminating_kills_workers_that_nobody_is_looking_after() {
    let tasks = vec![Behaviour::Returns, Behaviour::Returns, Behaviour::Never];
    let config = Config { batch: Batch::Fixed(1), ..config() };
    let (last, _) = simulate(Plan::of(config, tasks, Vec::new()), |processes| {
        let pool = processes.pool();
        let mut results = map_iter(pool, &Hook::default(), task(pool), 0..3);
        assert_eq!(results.next().unwrap().unwrap(), result_of(0, Behaviour::Returns));
        pool.terminate();
        results.last().unwrap()
    });
    assert!(last.unwrap_err().is_cancelled());
}

#[test]
fn jobs_run_are_cancelled_and_end_on_such_workers() {
    let tasks = vec![
        Behaviour::Never,
        Behaviour::Returns,
        Behaviour::Ends(Duration::ZERO, CRASHED),
        Behaviour::Returns,
    ];
    let ((), record) = simulate(Plan::of(config(), tasks, Vec::new()), |processes| {
        let job = PreparedTask::<Bincode, u64, Value>::new;
        let submit = |input| {
            processes.submit(job(&work, processes.pool().admit_job().unwrap()).unwrap(), input).unwrap()
        };
        let stuck = submit(0);
        // It is stopped once it runs: its worker is ended for it.
        hooks::sleep(Duration::from_millis(1));
        assert!(stuck.cancel());
        assert!(stuck.join().unwrap_err().is_cancelled());
        let (good, bad, last) = (submit(1), submit(2), submit(3));
        assert_eq!(good.join().unwrap(), result_of(1, Behaviour::Returns));
        assert!(bad.join().unwrap_err().is_crash());
        assert_eq!(last.join().unwrap(), result_of(3, Behaviour::Returns));
        processes.join().unwrap();
    });
    assert_eq!((record.workers.len(), record.executions.len()), (3, 4));
}
