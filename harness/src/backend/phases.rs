//! Where the time of tasks goes: encoding, transfer, decoding, and the work itself.

use std::ops::Add;
use std::time::Duration;

/// The time that values take on one side, summed over all tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransferTimes {
    /// Encoding values.
    pub encode: Duration,
    /// System calls that transfer bytes.
    pub transfer: Duration,
    /// Decoding values.
    pub decode: Duration,
}

impl TransferTimes {
    /// The sum of the three.
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
/// All times are sums over all tasks, so with several workers they can be longer than the time that passed.
///
/// The time in this process is measured for `map` and its relatives, but not for `submit`, and not for large results that an
/// iterator decodes when you fetch them. The last bytes that a worker sends in a call count for the next call.
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
    /// The time that values take in this process.
    pub parent: TransferTimes,
    /// The time that they take in the workers.
    pub workers: TransferTimes,
    /// The tasks themselves, measured where they run.
    pub compute: Duration,
    /// The most resident memory that a worker process had, in bytes. 0 without processes.
    pub peak: u64,
}

impl Phases {
    /// What was added since `earlier`. `peak` is not changed.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            parent: self.parent.since(&earlier.parent),
            workers: self.workers.since(&earlier.workers),
            compute: self.compute.saturating_sub(earlier.compute),
            peak: self.peak,
        }
    }

    /// The time that values take on both sides.
    #[must_use]
    pub fn moving(&self) -> TransferTimes {
        self.parent + self.workers
    }
}
