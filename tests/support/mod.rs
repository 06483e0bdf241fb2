//! What tests that start processes share: one at a time, a deadline, and a look at what is left.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::io::Write;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Held by a test that starts processes. Dropping it checks that none is left.
pub(crate) struct Alone {
    _lock: MutexGuard<'static, ()>,
    done: Sender<()>,
}

/// Only reached in case of a hang.
const DEADLINE: Duration = Duration::from_secs(120);

/// Waits for its turn; from then on the test has [`DEADLINE`] to end.
pub(crate) fn alone() -> Alone {
    static LOCK: Mutex<()> = Mutex::new(());
    let lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let (done, watched) = channel();
    let name = std::thread::current().name().unwrap_or("?").to_owned();
    std::thread::spawn(move || {
        if watched.recv_timeout(DEADLINE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let _ = writeln!(std::io::stderr(), "test {name} hangs; children: {:?}", children());
            std::process::abort();
        }
    });
    Alone { _lock: lock, done }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let _ = self.done.send(());
        if !std::thread::panicking() {
            let left = children();
            assert!(left.is_empty(), "processes left behind: {left:?}");
        }
    }
}

/// The children of this process, by the kernel's own list.
pub(crate) fn children() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether a signal does nothing to this process, nor to those it starts, as `nohup` and background jobs of a shell have it.
pub(crate) fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    u64::from_str_radix(mask.trim(), 16).unwrap() >> (signal - 1) & 1 == 1
}

/// Whether a process exists and is no zombie.
pub(crate) fn is_running(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or("").trim_start().starts_with('Z'))
}

/// Runs the same on both process backends:
/// `both!(|builder| builder.workers(2), |backend| { backend.map(..) });`
#[allow(unused_macros, reason = "each test binary uses its part")]
macro_rules! both {
    (|$builder:ident| $options:expr, |$backend:ident| $body:block) => {{
        {
            let $builder = wirecheck::Pool::builder();
            let $backend = $options.build().unwrap();
            $body
        }
        {
            let $builder = wirecheck::Spawn::builder();
            let $backend = $options.build().unwrap();
            $body
        }
    }};
}
#[allow(unused_imports, reason = "each test binary uses its part")]
pub(crate) use both;

/// Looks again and again until `condition` holds; fails at the deadline.
pub(crate) fn eventually(what: &str, patience: Duration, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < patience, "still not so after {patience:?}: {what}");
        std::thread::yield_now();
    }
}

/// Ends the calling process with a signal, as `kill` from outside would.
pub(crate) fn raise(signal: &str) {
    let pid = std::process::id().to_string();
    let _ = std::process::Command::new("kill").args([signal, &pid]).status();
    // The signal may take a moment; a task that went on would answer.
    loop {
        std::thread::park();
    }
}

/// Open descriptors of this process.
pub(crate) fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Says that a test cannot run here, and why.
pub(crate) fn skipped(why: &str) {
    let name = std::thread::current().name().unwrap_or("?").to_owned();
    let _ = writeln!(std::io::stderr(), "test {name} is skipped: {why}");
}
