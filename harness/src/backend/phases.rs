//! Where the time of tasks goes: writing, moving, reading, working.

use super::process::Counts;
use std::ops::Add;
use std::time::Duration;

/// What values cost on one side, summed over all tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransferTimes {
    /// Writing values.
    pub encode: Duration,
    /// System calls that move bytes.
    pub transfer: Duration,
    /// Reading values.
    pub decode: Duration,
}

impl TransferTimes {
    /// All of it.
    #[must_use]
    pub fn sum(&self) -> Duration {
        self.encode + self.transfer + self.decode
    }

    fn since(&self, earlier: &Self) -> Self {
        Self {
            encode: self.encode.saturating_sub(earlier.encode),
            transfer: self.transfer.saturating_sub(earlier.transfer),
            decode: self.decode.saturating_sub(earlier.decode),
        }
    }
}

impl Add for TransferTimes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            encode: self.encode + other.encode,
            transfer: self.transfer + other.transfer,
            decode: self.decode + other.decode,
        }
    }
}

/// Where the time of a backend's tasks went, since it was built with [`Builder::phases`](super::Builder::phases).
///
/// Sums over all tasks; on several workers they may be more than the time that passed. What values cost in this process is
/// counted for `map`, `try_map` and their iterators, not for single jobs, nor where a large result of an iterator is read
/// as it is fetched. The last bytes that a worker sends in a call are counted in the next.
///
/// ```
/// use wirecheck::{Backend, Bincode, Inline};
///
/// let inline = Inline::builder().phases(true).build()?;
/// inline.map(|x: u64| (0..x).sum::<u64>(), [1_000_000, 2_000_000])?;
/// assert!(!Backend::<Bincode>::phases(&inline).compute.is_zero());
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phases {
    /// What values cost in this process.
    pub parent: TransferTimes,
    /// What they cost in the workers.
    pub workers: TransferTimes,
    /// The tasks themselves, measured where they run.
    pub compute: Duration,
    /// The most memory that a worker process had, in bytes; 0 where there is none.
    pub peak: u64,
}

impl Phases {
    pub(super) fn of(shared: &impl Counts) -> Self {
        shared.phases()
    }

    /// What has been added since `earlier`. The peak stays.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            parent: self.parent.since(&earlier.parent),
            workers: self.workers.since(&earlier.workers),
            compute: self.compute.saturating_sub(earlier.compute),
            peak: self.peak,
        }
    }

    /// What values cost on both sides.
    #[must_use]
    pub fn moving(&self) -> TransferTimes {
        self.parent + self.workers
    }
}
