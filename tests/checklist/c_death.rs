//! C. Worker death: whatever ends a worker costs the task that it ran, and says so.

use crate::support::{alone, children, eventually, is_ignored, is_running};
use crate::values::{Gate, LONG, Program, at_once, double, fault, hold, kill, on_both, pid};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::os::unix::process::parent_id;
use std::time::Duration;
use wirecheck::{Batch, Exit, Pool, Reason, Sendable, Side, Spawn, closure};

#[test]
fn c020_worker_killed_while_busy_names_the_signal_and_costs_its_task() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let signals =
            [("-KILL", "SIGKILL", 9), ("-TERM", "SIGTERM", 15), ("-SEGV", "SIGSEGV", 11), ("-HUP", "SIGHUP", 1)];
        let deadly: Vec<_> = signals.into_iter().filter(|(_, _, number)| !is_ignored(*number)).collect();
        for &(signal, name, _) in &deadly {
            let gate = Gate::new();
            let [mut struck, mut spared] = [(); 2].map(|()| backend.submit(hold, gate.path()).unwrap());
            let mut queued: Vec<_> = (0..6).map(|x| backend.submit(double, x).unwrap()).collect();
            let (one, other) = (gate.next(), gate.next());
            kill(signal, one.pid);
            // Which of the two jobs it hit is not known beforehand: the other one is let go.
            let pids = (one.pid, other.pid);
            drop(other);
            let results = [struck.join_timeout(LONG), spared.join_timeout(LONG)];
            drop(one);
            let error = results.iter().find_map(|result| result.as_ref().err()).unwrap();
            assert!(error.is_crash() && error.signal() == Some(name), "{error}");
            assert!(error.to_string().contains(&format!("process {}) was killed by {name}", pids.0)), "{error}");
            assert!(results.iter().any(|result| result.as_ref().is_ok_and(|pid| *pid == pids.1)), "{results:?}");
            for (x, job) in (0..).zip(&mut queued) {
                assert_eq!(job.join_timeout(LONG).unwrap(), 2 * x);
            }
        }
        assert_eq!(backend.stats().crashed, deadly.len() as u64);
    });
}

/// No task is lost with a worker that had none; the pool does not even tell.
#[test]
fn c020_worker_killed_while_idle_costs_no_task() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    for round in 0..4 {
        let workers: Vec<u32> = children().iter().map(|pid| pid.parse().unwrap()).collect();
        workers.iter().take(1 + round % 2).for_each(|pid| kill("-KILL", *pid));
        // At once, while they may not be quite dead; and then as a job.
        assert_eq!(pool.map(double, 0..20).unwrap(), (0..20).map(double).collect::<Vec<_>>());
        let workers: Vec<u32> = children().iter().map(|pid| pid.parse().unwrap()).collect();
        workers.iter().for_each(|pid| kill("-KILL", *pid));
        assert_eq!(pool.submit(double, 4).unwrap().join_timeout(LONG).unwrap(), 8);
    }
    // All of many.
    let pool = Pool::builder().workers(12).build().unwrap();
    children().iter().for_each(|pid| kill("-KILL", pid.parse().unwrap()));
    assert_eq!(pool.map(double, [1]).unwrap(), [2]);
    assert_eq!(pool.stats().tasks, 1);
}

#[test]
fn c021_segmentation_fault_says_where_to_look() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let results = backend.try_map(fault, ["a", "segv", "b"].map(str::to_owned)).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
        let error = results[1].as_ref().unwrap_err();
        assert_eq!((error.signal(), error.index(), error.side()), (Some("SIGSEGV"), Some(1), Some(Side::Worker)));
        assert!(error.to_string().contains("look for unsafe code, a foreign library or a deep recursion"), "{error}");
    });
}

#[test]
fn c022_exit_without_an_answer_is_a_crash_with_its_code() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        for code in [0, 3] {
            let error = backend.submit(fault, format!("exit {code}")).unwrap().join().unwrap_err();
            assert!(error.is_crash() && error.exit() == Some(Exit::Code(code)), "{error}");
            assert!(error.to_string().contains("return an error from the task"), "{error}");
            assert_eq!(backend.map(double, [1]).unwrap(), [2]);
        }
    });
}

#[test]
fn c023_each_failed_task_has_an_error_of_its_own() {
    let _alone = alone();
    let exit = closure!(|code: i32| -> u32 { std::process::exit(code) });
    on_both!(.workers(2), |backend| {
        let jobs: Vec<_> = (10..16).map(|code| backend.submit(exit, code).unwrap()).collect();
        let results = backend.try_map(exit, 20..26).unwrap();
        let mut messages = Vec::new();
        for (code, error) in (10..16).zip(jobs.into_iter().map(|job| job.join().unwrap_err())) {
            assert_eq!((error.exit(), error.index()), (Some(Exit::Code(code)), Some(0)), "{error}");
            messages.push(error.to_string());
        }
        for (at, result) in results.iter().enumerate() {
            let error = result.as_ref().unwrap_err();
            assert_eq!(error.exit(), Some(Exit::Code(20 + i32::try_from(at).unwrap())), "{error}");
            assert_eq!(error.index(), Some(at as u64), "{error}");
            messages.push(error.to_string());
        }
        messages.sort();
        messages.dedup();
        assert_eq!(messages.len(), 12, "each names its own process");
    });
}

/// Kills a sibling, or itself: whatever the list of its parent's children has at a place.
fn kill_some_worker(seed: u64) -> u64 {
    let list = std::fs::read_dir(format!("/proc/{}/task", parent_id())).unwrap();
    let lists = list.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
    let workers: Vec<String> =
        lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    let at = (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as usize % workers.len().max(1);
    if let Some(pid) = workers.get(at) {
        let _ = std::process::Command::new("kill")
            .args(["-KILL", pid])
            .stderr(std::process::Stdio::null())
            .status();
    }
    seed
}

#[test]
fn c024_workers_that_kill_each_other_at_random() {
    let _alone = alone();
    for workers in [1, 2, 13] {
        on_both!(.workers(workers), |backend| {
            for round in 0..2_u64 {
                let n = 3 + workers as u64;
                let seeds = (0..n).map(|x| 1 + x + 100 * round);
                let results = backend.try_map(kill_some_worker, seeds.clone()).unwrap();
                let jobs: Vec<_> = seeds.clone().map(|x| backend.submit(kill_some_worker, x).unwrap()).collect();
                let jobs = jobs.into_iter().map(|mut job| job.join_timeout(LONG));
                for (seed, result) in seeds.clone().chain(seeds).zip(results.into_iter().chain(jobs)) {
                    match result {
                        Ok(value) => assert_eq!(value, seed),
                        Err(error) => assert_eq!(error.signal(), Some("SIGKILL"), "{workers} workers: {error}"),
                    }
                }
            }
            assert_eq!(backend.map(double, 0..20).unwrap(), (0..20).map(double).collect::<Vec<_>>());
            at_once("join", || backend.join()).unwrap();
        });
    }
}

#[test]
fn c025_crash_while_parent_writes_big_payload() {
    const LARGE: usize = 8 << 20;
    let _alone = alone();
    // The first task holds its worker, which does not read on; behind it the large one is stuck halfway.
    let task = closure!(|(gate, blob): (String, String)| {
        if !gate.is_empty() {
            hold(gate);
        }
        blob.len()
    });
    let gate = Gate::new();
    let inputs = [
        (gate.path(), String::new()),
        (String::new(), "1".repeat(LARGE)),
        (String::new(), "2".repeat(LARGE)),
    ];
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(8)).build().unwrap();
    let results = std::thread::scope(|scope| {
        let call = scope.spawn(|| pool.try_map(task, inputs).unwrap());
        let held = gate.next();
        // More than the socket's buffer is on its way: the parent waits for room.
        eventually("the buffer is full", LONG, || pool.stats().sent > 100_000);
        kill("-KILL", held.pid);
        call.join().unwrap()
    });
    assert_eq!(results[0].as_ref().unwrap_err().signal(), Some("SIGKILL"));
    assert!(results[1..].iter().all(|result| *result.as_ref().unwrap() == LARGE), "{results:?}");

    // On `Spawn`: processes that are killed as soon as they are there, while the input is written to them.
    let spawn = Spawn::builder().workers(1).build().unwrap();
    let job = spawn.submit(task, (String::new(), "3".repeat(LARGE))).unwrap();
    eventually("one was started", LONG, || {
        children().first().is_some_and(|pid| {
            kill("-KILL", pid.parse().unwrap());
            true
        })
    });
    match job.join() {
        Ok(size) => assert_eq!(size, LARGE, "it had not begun and went elsewhere"),
        Err(error) => assert_eq!(error.signal(), Some("SIGKILL"), "{error}"),
    }
}

/// A capture whose drop ends the worker.
#[derive(Serialize, Deserialize, Sendable)]
struct Deadly {
    made_by: u32,
}

impl Drop for Deadly {
    fn drop(&mut self) {
        if self.made_by != std::process::id() {
            std::process::abort();
        }
    }
}

#[test]
fn c026_crash_after_the_result_was_sent_costs_no_result() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        for round in 0..5_u64 {
            let deadly = Deadly { made_by: std::process::id() };
            let task = closure!(|x: u64| x + u64::from(deadly.made_by > 0));
            assert_eq!(backend.map(task, 0..10).unwrap(), (1..11).collect::<Vec<_>>(), "round {round}");
            let deadly = Deadly { made_by: std::process::id() };
            let task = closure!(|x: u64| x + u64::from(deadly.made_by > 0));
            assert_eq!(backend.submit(task, 4).unwrap().join().unwrap(), 5, "round {round}");
            assert_eq!(backend.map(double, [round]).unwrap(), [2 * round], "and the next call does not suffer");
        }
    });
}

#[test]
fn c027_backend_is_whole_again_after_a_crash() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        for how in ["kill", "abort", "exit 3"] {
            assert!(backend.map(fault, ["fine".to_owned(), how.to_owned()]).unwrap_err().is_crash());
            assert!(backend.takes_tasks());
            assert_eq!(backend.workers(), 2);
            // Both places are taken again, at the same time.
            let gate = Gate::new();
            let jobs = [(); 2].map(|()| backend.submit(hold, gate.path()).unwrap());
            let (one, other) = (gate.next(), gate.next());
            assert_ne!(one.pid, other.pid);
            drop((one, other));
            jobs.into_iter().for_each(|job| assert!(job.join().unwrap() > 0));
        }
        assert_eq!(backend.stats().crashed, 3);
    });
}

/// What runs of a call that failed goes on unheard; once it has ended its place is free, for a call that is under way too.
#[test]
fn c027_places_of_a_call_that_failed_come_back() {
    let _alone = alone();
    let task = closure!(|(path, panics): (String, bool)| {
        let pid = hold(path);
        assert!(!panics, "process {pid} gives up");
        pid
    });
    for hold_first in [true, false] {
        on_both!(.workers(2), |backend| {
            let (before, trigger, after) = (Gate::new(), Gate::new(), Gate::new());
            let mut inputs = [(before.path(), false), (trigger.path(), true)];
            if !hold_first {
                inputs.reverse();
            }
            let (unheard, error) = std::thread::scope(|scope| {
                let call = scope.spawn(|| backend.map(task, inputs).unwrap_err());
                let unheard = before.next();
                drop(trigger.next());
                (unheard, call.join().unwrap())
            });
            assert!(error.is_panic(), "{error}");
            // It is not waited for where there is another worker.
            assert_eq!(backend.submit(double, 4).unwrap().join_timeout(LONG).unwrap(), 8);
            assert_eq!(backend.map(double, [5]).unwrap(), [10]);
            let jobs = [(); 2].map(|()| backend.submit(hold, after.path()).unwrap());
            let first = after.next();
            drop(unheard);
            let second = after.next();
            assert_ne!(first.pid, second.pid);
            drop((first, second));
            jobs.into_iter().for_each(|job| assert!(job.join().unwrap() > 0));
        });
    }
}

#[test]
fn c028_crash_after_the_handle_is_gone_still_reaches_the_job() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let good = backend.submit(double, 1).unwrap();
        let mut bad = backend.submit(fault, "kill".to_owned()).unwrap();
        let later = backend.submit(double, 3).unwrap();
        drop(backend);
        let error = bad.join_timeout(LONG).unwrap_err();
        assert_eq!(error.signal(), Some("SIGKILL"), "{error}");
        drop(bad);
        assert_eq!((good.join().unwrap(), later.join().unwrap()), (2, 6));
    });
}

#[test]
fn c029_workers_do_not_outlive_a_killed_parent() {
    let _alone = alone();
    for arguments in [["idle", "pool"], ["busy", "pool"], ["busy", "spawn"]] {
        let program = Program::start(&arguments);
        assert!(program.workers.iter().all(|pid| is_running(*pid)), "{arguments:?}");
        kill("-KILL", program.pid());
        let (status, words) = program.ended();
        assert_eq!((status.code(), words.as_str()), (None, ""), "{arguments:?}");
    }
}

fn speak_and_die(lines: u64) -> u64 {
    for line in 0..lines {
        let _ = writeln!(std::io::stderr(), "line {line} of the message");
    }
    if lines > 0 { std::process::abort() } else { lines }
}

fn grow(bytes: u64) -> u64 {
    let size = usize::try_from(bytes).unwrap();
    std::hint::black_box(vec![7_u8; size]).len() as u64
}

#[test]
fn c030_crash_tells_its_reason_and_the_last_words_of_the_worker() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let error = backend.map(speak_and_die, [3]).unwrap_err();
        assert_eq!((error.signal(), error.reason()), (Some("SIGABRT"), None), "{error}");
        let said = error.stderr().unwrap();
        assert_eq!(said, "line 0 of the message\nline 1 of the message\nline 2 of the message");
        assert!(error.to_string().ends_with("it last wrote:\n    | line 0 of the message\n    | line 1 of the message\n    | line 2 of the message"), "{error}");
        let error = backend.map(speak_and_die, [2000]).unwrap_err();
        let said = error.stderr().unwrap();
        assert!(said.ends_with("line 1999 of the message") && said.len() <= 2048, "{said}");
        assert!(said.lines().all(|line| line.starts_with("line ")), "whole lines only: {said}");
    });
    let limit = 512 << 20;
    on_both!(.workers(1).memory_limit(limit), |backend| {
        let error = backend.map(grow, [2 * limit]).unwrap_err();
        assert_eq!(error.reason(), Some(Reason::OutOfMemory { limit: Some(limit) }), "{error}");
        let message = error.to_string();
        assert!(message.contains("ran out of memory") && message.contains("`memory_limit` allows it 536870912"), "{message}");
        assert_eq!(backend.map(grow, [1 << 20]).unwrap(), [1 << 20], "what fits is not touched");
    });
}

/// In a program with a `main`, where Rust's runtime sees an overflow; workers of test programs serve before it does.
#[test]
fn c030_stack_overflow_is_told_from_other_crashes() {
    let _alone = alone();
    for told in crate::values::starved("", &["overflow"]) {
        assert!(told.contains("fails: task `starved::deep` failed at input 0: "), "{told}");
        assert!(
            told.contains("was killed by SIGABRT: it overflowed its stack; use less recursion"),
            "{told}"
        );
        assert!(told.contains("has overflowed its stack"), "{told}");
        assert!(told.contains("reason: Some(StackOverflow)"), "{told}");
    }
}

/// Notes that it ran, and ends its worker if its line says so.
fn note(log: &str, x: u64, deadly: u64) -> u64 {
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(log).unwrap();
    file.write_all(format!("{x}\n").as_bytes()).unwrap();
    if x == deadly {
        std::process::abort();
    }
    x
}

fn lines(log: &str) -> Vec<u64> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let mut lines: Vec<u64> = text.lines().map(|line| line.parse().unwrap()).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn a_crash_in_a_batch_costs_one_task_and_the_others_run_once() {
    let _alone = alone();
    on_both!(.workers(2), |backend| {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log").to_str().unwrap().to_owned();
        let path = log.clone();
        let results = backend.try_map(closure!(|x: u64| note(&path, x, 7)), 0..40).unwrap();
        let failed: Vec<usize> = (0..40).filter(|at| results[*at].is_err()).collect();
        assert_eq!(failed, [7]);
        assert_eq!(lines(&log), (0..40).collect::<Vec<_>>());
    });
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(64)).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log").to_str().unwrap().to_owned();
    let noting = closure!(|(log, x): (String, u64)| note(&log, x, 7));
    let jobs: Vec<_> = (0..40).map(|x| pool.submit(noting, (log.clone(), x)).unwrap()).collect();
    for (x, job) in (0..).zip(jobs) {
        assert_eq!(job.join().is_err(), x == 7, "job {x}");
    }
    assert_eq!(lines(&log), (0..40).collect::<Vec<_>>());
}

#[test]
fn a_task_that_crashes_its_worker_is_tried_again_as_often_as_was_said() {
    let _alone = alone();
    let first_time_deadly = closure!(|(folder, x): (String, u64)| {
        let mark = std::path::Path::new(&folder).join(x.to_string());
        if x % 2 == 1 && std::fs::File::create_new(mark).is_ok() {
            std::process::abort();
        }
        x
    });
    on_both!(.workers(2).retries(1), |backend| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap().to_owned();
        let inputs = (0..6).map(|x| (path.clone(), x));
        assert_eq!(backend.map(first_time_deadly, inputs).unwrap(), (0..6).collect::<Vec<_>>());
        assert_eq!((backend.stats().retried, backend.stats().crashed), (3, 3));
        assert_eq!(backend.submit(first_time_deadly, (path, 7)).unwrap().join().unwrap(), 7);
        assert_eq!(backend.stats().retried, 4);
    });
    on_both!(.workers(1).retries(2), |backend| {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log").to_str().unwrap().to_owned();
        let path = log.clone();
        let results = backend.try_map(closure!(|x: u64| note(&path, x, 1)), 0..3).unwrap();
        assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
        assert_eq!(results[1].as_ref().unwrap_err().signal(), Some("SIGABRT"));
        assert_eq!(lines(&log), [0, 1, 1, 1, 2]);
        assert_eq!((backend.stats().retried, backend.stats().crashed), (2, 3));
        // A panic is an answer, and answers are not asked for again.
        assert!(backend.map(fault, ["panic".to_owned()]).unwrap_err().is_panic());
        assert_eq!(backend.stats().retried, 2);
        assert_eq!(backend.map(pid, [0]).unwrap().len(), 1);
    });
}

/// Stopped is not dead: a worker that stands still is waited for, and goes on.
#[test]
fn a_worker_that_is_stopped_and_continued_answers() {
    let _alone = alone();
    on_both!(.workers(1), |backend| {
        let gate = Gate::new();
        let mut job = backend.submit(hold, gate.path()).unwrap();
        let held = gate.next();
        kill("-STOP", held.pid);
        let pid = held.pid;
        drop(held);
        assert!(job.join_timeout(Duration::from_millis(50)).unwrap_err().is_timeout());
        kill("-CONT", pid);
        assert_eq!(job.join_timeout(LONG).unwrap(), pid);
    });
}
