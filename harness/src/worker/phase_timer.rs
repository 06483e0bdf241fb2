//! Where a worker's time goes, if the parent wants it recorded.

use super::responses::ResponseWriter;
use crate::clock;
use crate::sys::{PhaseTotals, WorkerControl, nanos};
use std::time::{Duration, Instant};

/// The shortest time between two samples of the memory.
const SAMPLE_EVERY: Duration = Duration::from_millis(5);

/// The steps of one task, timed as they end.
pub(crate) struct PhaseTimer {
    last: Instant,
    read: u64,
    worked: u64,
}

impl PhaseTimer {
    pub(crate) fn start() -> Self {
        Self { last: clock::now(), read: 0, worked: 0 }
    }

    fn lap(&mut self) -> u64 {
        let now = clock::now();
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
    pub(crate) fn written(mut self, responses: &ResponseWriter) {
        // Waiting for the parent is not writing.
        let encode = self.lap().saturating_sub(responses.take_waited());
        responses.block().spend(PhaseTotals {
            moving: [encode, 0, self.read],
            compute: self.worked,
            peak: 0,
        });
    }
}

/// Samples the peak memory of this process.
#[derive(Debug, Default)]
pub(super) struct RssSampler(Option<Instant>);

impl RssSampler {
    pub(super) fn sample(&mut self, block: &WorkerControl) {
        if self.0.is_some_and(|last| clock::since(last) < SAMPLE_EVERY) {
            return;
        }
        if let Some(peak) = peak() {
            block.spend(PhaseTotals { peak, ..PhaseTotals::default() });
        }
        self.0 = Some(clock::now());
    }
}

/// The most memory this process had, in bytes.
pub(crate) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
