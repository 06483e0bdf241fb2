//! Where a worker's time goes, for a parent that wants to know.

use super::responses::ResponseWriter;
use crate::sys::{PhaseTotals, WorkerControl, nanos};
use std::time::{Duration, Instant};

/// How often the memory is looked at, at most.
const WEIGH: Duration = Duration::from_millis(5);

/// The steps of one task, timed as they end.
pub(crate) struct PhaseTimer {
    last: Instant,
    read: u64,
    worked: u64,
}

impl PhaseTimer {
    pub(crate) fn start() -> Self {
        Self { last: Instant::now(), read: 0, worked: 0 }
    }

    fn lap(&mut self) -> u64 {
        let now = Instant::now();
        let took = nanos(now.duration_since(self.last));
        self.last = now;
        took
    }

    /// The input is read.
    pub(crate) fn read(&mut self) {
        self.read = self.lap();
    }

    /// The task is done.
    pub(crate) fn worked(&mut self) {
        self.worked = self.lap();
    }

    /// The result is written.
    pub(crate) fn written(mut self, answers: &ResponseWriter) {
        // Waiting for the parent is not writing.
        let encode = self.lap().saturating_sub(answers.take_waited());
        answers.block().spend(PhaseTotals { moving: [encode, 0, self.read], compute: self.worked, peak: 0 });
    }
}

/// Looks at the memory of this process once in a while.
#[derive(Debug, Default)]
pub(super) struct Scale(Option<Instant>);

impl Scale {
    pub(super) fn weigh(&mut self, block: &WorkerControl) {
        if self.0.is_some_and(|last| last.elapsed() < WEIGH) {
            return;
        }
        if let Some(peak) = peak() {
            block.spend(PhaseTotals { peak, ..PhaseTotals::default() });
        }
        self.0 = Some(Instant::now());
    }
}

/// The most memory this process had, in bytes.
pub(crate) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
