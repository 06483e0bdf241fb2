//! What a pool owes its callers when user code misbehaves around the tasks, and when calls meet.

mod support;

use serde::{Deserialize, Deserializer, Serialize};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use support::{alone, eventually, is_running};
use wirecheck::{Batch, Output, Pool, Spawn, closure};

wirecheck::test_support!();

fn square(x: u64) -> u64 {
    x * x
}

fn sleep(millis: u64) -> u32 {
    std::thread::sleep(Duration::from_millis(millis));
    std::process::id()
}

/// Longer than the slice and the look-around of the event loop, so that waiting calls take turns and time out.
#[test]
fn calls_that_wait_for_one_worker_all_get_it() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..3).map(|_| scope.spawn(|| pool.map(sleep, [650]).unwrap())).collect();
        let job = pool.submit(square, 3).unwrap();
        for call in calls {
            assert_eq!(call.join().unwrap().len(), 1);
        }
        assert_eq!(job.join().unwrap(), 9);
    });
    assert_eq!(pool.stats().started, 1);
}

/// A value whose drop panics in the parent, when it says so.
#[derive(Serialize, Deserialize)]
struct Bomb(bool);
impl<F: wirecheck::Format> wirecheck::Sendable<F> for Bomb {}
impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(!self.0, "dropped");
    }
}

#[test]
fn an_input_whose_drop_panics_fails_alone() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let defuse = closure!(|mut bomb: Bomb| std::mem::replace(&mut bomb.0, false));
    let results = pool.try_map(defuse, [Bomb(false), Bomb(true), Bomb(false)]).unwrap();
    assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
    let error = results[1].as_ref().unwrap_err();
    assert!(error.is_panic() && error.to_string().contains("dropped"), "{error}");
    assert_eq!(pool.map(square, 0..100).unwrap()[99], 99 * 99);
}

#[test]
fn a_progress_hook_that_panics_reaches_the_caller_and_breaks_nothing() {
    let _alone = alone();
    let builder = Pool::builder().workers(2).batch(Batch::Fixed(16));
    let pool = builder.on_progress(|p| assert!(p.done != 20, "enough")).build().unwrap();
    let blobs = vec![vec![7_u8; 100_000]; 60];
    let outcome = catch_unwind(AssertUnwindSafe(|| pool.map(closure!(|blob: Vec<u8>| blob), blobs)));
    let message = *outcome.unwrap_err().downcast::<&str>().unwrap();
    assert_eq!(message, "enough");
    assert_eq!(pool.map(square, 0..19).unwrap()[18], 18 * 18);
    assert_eq!(pool.stats().crashed, 0);
}

#[test]
fn a_crash_with_much_input_under_way_costs_one_task() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(16)).build().unwrap();
    let task = closure!(|blob: Vec<u8>| if blob[0] == 0 { std::process::abort() } else { blob.len() });
    let blobs: Vec<Vec<u8>> = (0..8).map(|first| vec![first; 60_000]).collect();
    let results = pool.try_map(task, blobs).unwrap();
    assert!(results[0].as_ref().unwrap_err().is_crash());
    assert!(results[1..].iter().all(|result| *result.as_ref().unwrap() == 60_000));
    assert_eq!(pool.map(square, [4]).unwrap(), [16]);
}

/// A capture that ends the process that reads it.
#[derive(Serialize)]
struct Deadly(u8);
impl<F: wirecheck::Format> wirecheck::Sendable<F> for Deadly {}
impl<'de> Deserialize<'de> for Deadly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(deserializer)?;
        std::process::exit(i32::from(code));
    }
}

#[test]
fn a_capture_that_kills_its_worker_costs_the_job_that_has_it() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let good: Vec<_> = (0..20).map(|x| pool.submit(square, x).unwrap()).collect();
    let deadly = Deadly(9);
    let bad = pool.submit(closure!(|x: u64| x + u64::from(deadly.0)), 1).unwrap();
    let more: Vec<_> = (0..20).map(|x| pool.submit(square, x).unwrap()).collect();
    assert_eq!(bad.join().unwrap_err().exit(), Some(wirecheck::Exit::Code(9)));
    for (x, job) in (0..20).chain(0..20).zip(good.into_iter().chain(more)) {
        assert_eq!(job.join().unwrap(), x * x);
    }
    assert_eq!(pool.stats().crashed, 1);
}

/// A capture whose drop panics in workers only.
#[derive(Serialize, Deserialize)]
struct Grumpy(u32);
impl<F: wirecheck::Format> wirecheck::Sendable<F> for Grumpy {}
impl Drop for Grumpy {
    fn drop(&mut self) {
        assert!(self.0 == std::process::id(), "dropped in the worker");
    }
}

#[test]
fn a_capture_whose_drop_panics_does_not_kill_the_worker() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    for round in 0..6 {
        let grumpy = Grumpy(std::process::id());
        assert_eq!(pool.map(closure!(|x: u64| x + u64::from(grumpy.0 > 0)), [round]).unwrap(), [round + 1]);
    }
    assert_eq!((pool.stats().crashed, pool.stats().started), (0, 1));
}

#[test]
fn a_pool_whose_workers_were_all_killed_starts_anew() {
    let _alone = alone();
    let pool = Pool::builder().workers(8).batch(Batch::Fixed(1)).build().unwrap();
    let mut pids = pool.map(sleep, [400; 8]).unwrap();
    pids.sort_unstable();
    pids.dedup();
    assert_eq!(pids.len(), 8, "a task for each worker goes to each worker");
    let names: Vec<String> = pids.iter().map(u32::to_string).collect();
    assert!(std::process::Command::new("kill").arg("-KILL").args(&names).status().unwrap().success());
    eventually("all are dead", Duration::from_secs(10), || pids.iter().all(|pid| !is_running(*pid)));
    assert_eq!(pool.map(square, 0..16).unwrap().len(), 16);
    assert_eq!(pool.submit(square, 2).unwrap().join().unwrap(), 4);
}

/// What was learned of tiny tasks says nothing of the next call's.
#[test]
fn long_tasks_after_tiny_ones_are_spread_over_the_workers() {
    let _alone = alone();
    let pool = Pool::builder().workers(4).build().unwrap();
    pool.map(square, 0..50_000).unwrap();
    let mut pids = pool.map(sleep, [100; 4]).unwrap();
    pids.sort_unstable();
    pids.dedup();
    assert_eq!(pids.len(), 4);
}

#[test]
fn siblings_of_a_failed_task_run_to_their_end() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("done").to_str().unwrap().to_owned();
    let file = path.clone();
    let task = closure!(|fails: bool| {
        let started = format!("{file}.started");
        if fails {
            while !std::path::Path::new(&started).exists() {
                std::thread::yield_now();
            }
            panic!("first");
        }
        std::fs::write(&started, "").unwrap();
        std::thread::sleep(Duration::from_millis(300));
        std::fs::write(file.as_str(), "whole").unwrap();
    });
    let spawn = Spawn::builder().workers(2).build().unwrap();
    assert!(spawn.map(task, [false, true]).unwrap_err().is_panic());
    let whole = || std::fs::read_to_string(&path).is_ok_and(|text| text == "whole");
    eventually("the sibling wrote its file", Duration::from_secs(10), whole);
    assert_eq!(spawn.map(square, [3, 4]).unwrap(), [9, 16]);
}

#[test]
fn a_call_from_within_its_own_input_is_refused() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let inner = std::cell::RefCell::new(None);
    let inputs = (0..3_u64).inspect(|x| {
        if *x == 1 {
            *inner.borrow_mut() = Some(pool.map(square, [*x]));
        }
    });
    assert_eq!(pool.map(square, inputs).unwrap(), [0, 1, 4]);
    let error = inner.into_inner().unwrap().unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("collect the inputs first"), "{error}");
    let other = Pool::builder().workers(1).build().unwrap();
    let nested = (0..3_u64).map(|x| other.map(square, [x]).unwrap()[0]);
    assert_eq!(pool.map(square, nested).unwrap(), [0, 1, 16]);
}

/// A short job's answer does not wait for the long job behind it.
#[test]
fn an_answer_is_sent_before_the_next_job_begins() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(8)).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("go").to_str().unwrap().to_owned();
    let gate = path.clone();
    let first = pool.submit(square, 5).unwrap();
    let wait = closure!(|_: u64| {
        while !std::path::Path::new(gate.as_str()).exists() {
            std::thread::yield_now();
        }
    });
    let second = pool.submit(wait, 0).unwrap();
    assert_eq!(first.join().unwrap(), 25);
    std::fs::write(&path, "").unwrap();
    second.join().unwrap();
}

/// Jobs that wait for a worker cost nothing.
#[test]
fn queued_jobs_use_no_cpu() {
    fn ticks() -> u64 {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }
    let _alone = alone();
    let pool = Pool::builder().workers(1).build().unwrap();
    let before = ticks();
    let jobs: Vec<_> = (0..3).map(|_| pool.submit(sleep, 400).unwrap()).collect();
    for job in jobs {
        job.join().unwrap();
    }
    // A loop that spins would use all of the 120 ticks that this takes.
    assert!(ticks() - before < 60, "{} ticks of CPU time", ticks() - before);
}

/// The counter of inputs is shared by the threads of a process, and not by processes.
#[test]
fn state_of_the_parent_is_not_the_workers() {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let _alone = alone();
    COUNTER.store(100, Ordering::Relaxed);
    let pool = Pool::builder().workers(1).build().unwrap();
    let seen = pool.map(closure!(|_: u64| COUNTER.fetch_add(1, Ordering::Relaxed)), 0..3).unwrap();
    assert_eq!(seen, [0, 1, 2]);
    assert_eq!(COUNTER.load(Ordering::Relaxed), 100);
}

#[test]
fn what_a_task_wrote_is_captured_once_it_has_answered() {
    let _alone = alone();
    for round in 0..10_u64 {
        let builder = Pool::builder().workers(1).stdout(Output::Captured);
        let pool = builder.build().unwrap();
        let write = closure!(|x: u64| writeln!(std::io::stdout(), "task {x}").unwrap());
        pool.map(write, [round]).unwrap();
        let output = pool.output();
        assert_eq!(output.len(), 1, "round {round}: {output:?}");
        assert_eq!(output[0].stdout, format!("task {round}\n"));
        assert_eq!(pool.output(), [], "it is given once");
    }
}

/// What was abandoned was tiny, and says nothing of the tasks that come next.
#[test]
fn an_iterator_that_was_dropped_leaves_all_workers_to_the_next_call() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    for _ in 0..3 {
        assert_eq!(pool.map_iter(square, 0..).unwrap().take(5).count(), 5);
        let mut pids = pool.map(sleep, [150; 4]).unwrap();
        pids.sort_unstable();
        pids.dedup();
        assert_eq!(pids.len(), 2, "each worker got some");
    }
}

#[test]
fn the_debug_form_tells_no_secrets() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).env("WIRECHECK_TEST_TOKEN", "hunter2").build().unwrap();
    let text = format!("{pool:?}");
    assert!(text.starts_with("Pool { format: \"bincode\", workers: 1"), "{text}");
    assert!(!text.contains("hunter2") && !text.contains("PATH"), "{text}");
}
