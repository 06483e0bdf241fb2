//! Ends that take long: destructors that block, processes that stand still, and some that cannot be killed.

use crate::support::{alone, children, eventually, is_running, skipped};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use wirecheck::{Batch, Error, Pool, closure};

/// A closed worker has 2 s to end, and as many workers as there are have them at the same time.
const ONE_END: Duration = Duration::from_millis(4500);

/// Blocks when its thread ends.
struct Blocking;

impl Drop for Blocking {
    fn drop(&mut self) {
        std::thread::sleep(Duration::from_secs(600));
    }
}

thread_local! {
    static BLOCKING: Blocking = const { Blocking };
}

/// From now on this worker does not get past its own end.
fn stay(x: u64) -> u64 {
    BLOCKING.with(|_| x + 1)
}

fn id(_: u64) -> u32 {
    std::thread::sleep(Duration::from_millis(20));
    std::process::id()
}

fn send(signal: Signal, process: u32) {
    kill_process(Pid::from_raw(i32::try_from(process).unwrap()).unwrap(), signal).unwrap();
}

/// Runs something that must not take longer than that.
fn within<T>(bound: Duration, what: &str, code: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = code();
    assert!(start.elapsed() < bound, "{what} took {:?}", start.elapsed());
    value
}

#[test]
fn a_spent_worker_that_does_not_end_is_replaced() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).tasks_per_worker(2).build().unwrap();
    let sums = within(ONE_END * 2, "the call", || pool.map(stay, 0..8).unwrap());
    assert_eq!(sums, (1..9).collect::<Vec<_>>());
    let job = within(ONE_END * 2, "a job", || pool.submit(stay, 1).unwrap().join());
    assert_eq!(job.unwrap(), 2);
    assert_eq!(pool.stats().crashed, 0);
    within(ONE_END, "drop", || drop(pool));
}

#[test]
fn a_process_for_each_task_does_not_wait_for_the_last_one() {
    let _alone = alone();
    let spawn = wirecheck::Spawn::builder().workers(3).build().unwrap();
    let sums = within(ONE_END * 2, "the call", || spawn.map(stay, 0..6).unwrap());
    assert_eq!(sums, (1..7).collect::<Vec<_>>());
    let rest: Vec<u64> = spawn.map_iter(stay, 0..3).unwrap().map(Result::unwrap).collect();
    assert_eq!(rest, [1, 2, 3]);
    assert_eq!(spawn.stats().crashed, 0);
    within(ONE_END, "drop", || drop(spawn));
}

#[test]
fn an_idle_worker_that_does_not_get_past_its_end_is_given_no_task() {
    let _alone = alone();
    let idle = Duration::from_millis(50);
    let pool = Pool::builder().workers(1).idle_timeout(idle).build().unwrap();
    assert_eq!(pool.map(stay, [1]).unwrap(), [2]);
    // It takes 2 s for its end, of which this falls into the first.
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(within(ONE_END, "the next call", || pool.map(stay, [2]).unwrap()), [3]);
    // Nobody calls any more, and it is gone all the same.
    let before = children();
    eventually("it ends by itself", ONE_END, || before.iter().all(|pid| !is_running(pid.parse().unwrap())));
    assert_eq!(pool.map(id, [0]).unwrap().len(), 1);
    assert_eq!(pool.stats().crashed, 0, "it decided to end before it was killed");
}

#[test]
fn a_worker_too_many_that_does_not_end_holds_up_nobody() {
    let _alone = alone();
    let pool = Pool::builder().workers(4).batch(Batch::Fixed(1)).build().unwrap();
    let slow = closure!(|x: u64| {
        std::thread::sleep(Duration::from_millis(20));
        stay(x)
    });
    pool.map(slow, 0..32).unwrap();
    within(ONE_END, "resize", || pool.resize(1).unwrap());
    assert_eq!(children().len(), 1);
    within(ONE_END, "join", || pool.join().unwrap());
    assert!(children().is_empty());
}

#[test]
fn workers_that_stand_still_are_ended_together() {
    let _alone = alone();
    for how in ["drop", "terminate", "join", "resize"] {
        let pool = Pool::builder().workers(6).batch(Batch::Fixed(1)).build().unwrap();
        let workers: BTreeSet<u32> = pool.map(id, 0..48).unwrap().into_iter().collect();
        workers.iter().for_each(|worker| send(Signal::STOP, *worker));
        let bound = if how == "terminate" { Duration::from_secs(1) } else { ONE_END };
        within(bound, how, || match how {
            "terminate" => pool.terminate(),
            "join" => pool.join().unwrap(),
            "resize" => pool.resize(1).unwrap(),
            _ => drop(pool.clone()),
        });
        within(ONE_END, "the last handle", || drop(pool));
        assert!(children().is_empty(), "{how}");
        assert!(workers.into_iter().all(|worker| !is_running(worker)), "{how}");
    }
}

#[test]
fn a_stopped_worker_that_is_spent_does_not_keep_its_place() {
    let _alone = alone();
    let pool = Pool::builder().workers(1).tasks_per_worker(1).build().unwrap();
    let stop = closure!(|x: u64| {
        // It is stopped after it has answered, by a process that outlives the task.
        let line = format!("(sleep 0.2; kill -STOP {}) > /dev/null 2>&1 &", std::process::id());
        std::process::Command::new("sh").args(["-c", &line]).status().unwrap();
        BLOCKING.with(|_| x)
    });
    assert_eq!(within(ONE_END * 2, "the call", || pool.map(stop, 0..2).unwrap()), [0, 1]);
}

fn block() {
    std::thread::sleep(Duration::from_secs(600));
}

#[test]
fn an_initializer_that_does_not_return_is_given_up() {
    let _alone = alone();
    let limit = Duration::from_millis(300);
    let is_named = |error: &Error| {
        assert!(error.is_timeout(), "{error}");
        let text = error.to_string();
        assert!(text.contains("the initializer `ends::ending::block` failed"), "{text}");
        assert!(
            text.contains("did not return within 0.3 s") && text.contains("`initializer_timeout`"),
            "{text}"
        );
    };
    let builder = || Pool::builder().workers(2).initializer(block);
    is_named(&within(ONE_END, "build", || builder().initializer_timeout(limit).build().unwrap_err()));
    // Or by the limits that are set for what comes after it.
    let all = builder().greeting_timeout(limit).task_timeout(limit).call_timeout(limit);
    is_named(&within(ONE_END, "build", || all.build().unwrap_err()));
    let spawn = wirecheck::Spawn::builder().workers(2).initializer(block).initializer_timeout(limit);
    let spawn = spawn.build().unwrap();
    is_named(&within(ONE_END, "a call", || spawn.map(stay, 0..3).unwrap_err()));
    assert!(!spawn.takes_tasks(), "no other worker would get further");
    let error = spawn.submit(stay, 1).map(drop).unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("`initializer_timeout`"), "{error}");
}

#[test]
fn an_initializer_limit_of_nothing_is_refused() {
    let error = Pool::builder().initializer_timeout(Duration::ZERO).build().unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("cannot return in no time"), "{error}");
}

fn note(path: &Path, what: &str) {
    let mut log = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
    log.write_all(format!("{what}\n").as_bytes()).unwrap();
}

/// Signals are sent with the rights of the thread, so that one that gave up its privileges cannot kill the workers.
#[test]
fn a_late_task_whose_worker_may_be_sent_no_signal_ends_all_the_same() {
    let _alone = alone();
    if !geteuid().is_root() {
        return skipped("only root can give up its privileges");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs").to_str().unwrap().to_owned();
    let log = path.clone();
    let builder = Pool::builder().workers(2).task_timeout(Duration::from_millis(500)).retries(3);
    let pool = builder.batch(Batch::Fixed(8)).build().unwrap();
    pool.map(id, 0..8).unwrap();
    let task = closure!(|millis: u64| {
        note(Path::new(log.as_str()), &millis.to_string());
        std::thread::sleep(Duration::from_millis(millis));
        millis
    });
    std::thread::scope(|scope| {
        let call = scope.spawn(|| {
            let nobody = rustix::process::Uid::from_raw(65534);
            rustix::thread::set_thread_uid(nobody).unwrap();
            within(Duration::from_secs(3), "the call", || pool.try_map(task, [60_000, 10, 11, 12]).unwrap())
        });
        let results = call.join().unwrap();
        let error = results[0].as_ref().unwrap_err();
        assert!(error.is_timeout(), "{error}");
        let text = error.to_string();
        assert!(text.contains("was killed") && !text.contains("still runs"), "{text}");
        assert!(
            results.iter().zip([0, 10, 11, 12]).skip(1).all(|(result, x)| matches!(result, Ok(y) if *y == x))
        );
    });
    // The pool goes on, with another worker in that place.
    assert_eq!(pool.map(id, 0..4).unwrap().len(), 4);
    let runs = std::fs::read_to_string(&path).unwrap();
    assert_eq!(runs.lines().filter(|line| *line == "60000").count(), 1, "{runs}");
    drop(pool);
    assert!(children().is_empty(), "the end of its lifeline has killed it");
}
