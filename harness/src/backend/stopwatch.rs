//! Measures [`Phases`], if that is turned on.

use super::phases::{Phases, TransferTimes};
use crate::clock;
#[cfg(processes)]
use crate::sys::PhaseTotals;
use crate::sys::nanos;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Unless it runs, nothing is measured and the clock is not read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stopwatch(Option<Arc<Sums>>);

/// Nanoseconds.
#[derive(Debug, Default)]
struct Sums {
    encode: AtomicU64,
    transfer: AtomicU64,
    decode: AtomicU64,
    compute: AtomicU64,
    in_workers: [AtomicU64; 3],
    peak: AtomicU64,
}

/// What this process spends time on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phase {
    Encode,
    Transfer,
    Decode,
    /// The task itself, of backends without processes.
    Compute,
}

impl Stopwatch {
    pub(crate) fn new(runs: bool) -> Self {
        Self(runs.then(Arc::default))
    }

    #[inline]
    pub(crate) fn runs(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    pub(crate) fn time<T>(&self, phase: Phase, code: impl FnOnce() -> T) -> T {
        match &self.0 {
            None => code(),
            Some(sums) => {
                let start = clock::now();
                let value = code();
                sums.of(phase).fetch_add(nanos(clock::since(start)), Ordering::Relaxed);
                value
            }
        }
    }

    #[cfg(processes)]
    /// Adds the time that a worker has used since it was last looked at.
    pub(crate) fn add(&self, spent: &PhaseTotals, seen: &mut PhaseTotals) {
        let Some(sums) = &self.0 else { return };
        for (sum, (now, before)) in sums.in_workers.iter().zip(spent.moving.iter().zip(seen.moving)) {
            sum.fetch_add(now.saturating_sub(before), Ordering::Relaxed);
        }
        sums.compute.fetch_add(spent.compute.saturating_sub(seen.compute), Ordering::Relaxed);
        sums.peak.fetch_max(spent.peak, Ordering::Relaxed);
        *seen = *spent;
    }

    pub(crate) fn phases(&self) -> Phases {
        let Some(sums) = &self.0 else { return Phases::default() };
        let time = |sum: &AtomicU64| Duration::from_nanos(sum.load(Ordering::Relaxed));
        let moving = |[encode, transfer, decode]: [&AtomicU64; 3]| TransferTimes {
            encode: time(encode),
            transfer: time(transfer),
            decode: time(decode),
        };
        Phases {
            parent: moving([&sums.encode, &sums.transfer, &sums.decode]),
            workers: moving(sums.in_workers.each_ref()),
            compute: time(&sums.compute),
            peak: sums.peak.load(Ordering::Relaxed),
        }
    }
}

impl Sums {
    fn of(&self, phase: Phase) -> &AtomicU64 {
        match phase {
            Phase::Encode => &self.encode,
            Phase::Transfer => &self.transfer,
            Phase::Decode => &self.decode,
            Phase::Compute => &self.compute,
        }
    }
}
