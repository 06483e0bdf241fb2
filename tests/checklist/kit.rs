//! What several areas of the checklist need: both process backends at a time, and a gate for tasks to wait at.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Runs a block on each process backend, built with the same options. Without backtraces, whatever the environment says: to
/// resolve one takes half a second in a debug build.
macro_rules! each {
    (|$builder:ident| $options:expr, |$backend:ident| $body:block) => {{
        {
            let $builder = wirecheck::Pool::builder().backtraces(false);
            let $backend = $options.build().unwrap();
            $body
        }
        {
            let $builder = wirecheck::Spawn::builder().backtraces(false);
            let $backend = $options.build().unwrap();
            $body
        }
    }};
}

/// Long enough for anything on a busy machine; only reached when something is wrong.
pub(crate) const LONG: Duration = Duration::from_secs(30);

/// A gate that tasks wait at until it is opened.
pub(crate) struct Gate(tempfile::TempDir);

impl Gate {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// What is sent to a task.
    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    pub(crate) fn open(&self) {
        std::fs::write(self.0.path().join("open"), "").unwrap();
    }

    /// How many tasks have come to it.
    pub(crate) fn arrived(&self) -> usize {
        std::fs::read_dir(self.0.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name() != "open")
            .count()
    }

    pub(crate) fn has_arrived(&self, name: u64) -> bool {
        self.0.path().join(name.to_string()).exists()
    }
}

/// A task: says that it has come to the gate, and waits there. Gives its process.
pub(crate) fn wait_at(gate: PathBuf, name: u64) -> u32 {
    std::fs::write(gate.join(name.to_string()), "").unwrap();
    wait_for(&gate.join("open"));
    std::process::id()
}

pub(crate) fn wait_for(path: &Path) {
    let start = Instant::now();
    while !path.exists() {
        assert!(start.elapsed() < LONG, "nobody made {}", path.display());
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub(crate) fn square(x: u64) -> u64 {
    x * x
}

/// A task that gives its process.
pub(crate) fn pid(_: u64) -> u32 {
    std::process::id()
}

/// A task that fails when its input says so.
pub(crate) fn odd_panics(x: u64) -> u64 {
    assert!(x.is_multiple_of(2), "{x} is odd");
    x / 2
}

/// A task that kills its worker when its input is 0.
pub(crate) fn zero_kills(x: u64) -> u64 {
    if x == 0 {
        crate::support::raise("-KILL");
    }
    x
}

pub(crate) fn distinct<T: Ord>(values: impl IntoIterator<Item = T>) -> usize {
    values.into_iter().collect::<std::collections::BTreeSet<T>>().len()
}
