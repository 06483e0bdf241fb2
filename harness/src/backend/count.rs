//! How many workers: `n_jobs` as a type.

use crate::error::Error;
use std::fmt;

/// How many workers a backend has.
///
/// Integers convert to it: a positive number is that many workers, a negative one is all usable cores but that many. 0 is
/// refused when the backend is built.
///
/// ```
/// use wirecheck::Workers;
///
/// assert_eq!(Workers::from(3).resolve()?, 3);
/// assert_eq!(Workers::from(-1), Workers::AllBut(1));
/// assert!(Workers::Available.resolve()? <= Workers::Logical.resolve()?);
/// assert!(Workers::from(0).resolve().is_err());
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Workers {
    /// One for each core that this process may use. CPU affinity and the cgroup's quota count. In a worker it is the worker's
    /// share of the cores, so that pools in pools do not multiply.
    #[default]
    Available,
    /// One for each processor that is online, including hyper-threads, even those that this process may not use.
    Logical,
    /// One for each physical core.
    Physical,
    /// This many.
    Exactly(usize),
    /// [`Available`](Self::Available) minus this many, but at least one.
    AllBut(usize),
}

impl Workers {
    /// The number of workers.
    ///
    /// # Errors
    /// For `Exactly(0)`.
    pub fn resolve(self) -> Result<usize, Error> {
        match self {
            Self::Available => Ok(available()),
            Self::Logical => Ok(logical()),
            Self::Physical => Ok(num_cpus::get_physical().max(1)),
            Self::Exactly(0) => Err(Error::refused(
                "0 workers cannot run anything: give at least 1, or a negative number for all cores but that many",
            )),
            Self::Exactly(count) => Ok(count),
            Self::AllBut(count) => Ok(available().saturating_sub(count).max(1)),
        }
    }
}

/// The cores this process may use; in a worker no more than its share.
pub(crate) fn available() -> usize {
    // Reads the affinity mask and the cgroup's quota; fails only where neither can be read.
    std::thread::available_parallelism().map_or(1, usize::from).min(crate::sys::nest().cores)
}

fn logical() -> usize {
    std::fs::read_to_string("/sys/devices/system/cpu/online")
        .ok()
        .and_then(|text| count_list(text.trim()))
        .unwrap_or_else(num_cpus::get)
}

/// Counts a list of ranges such as `0-3,8`.
fn count_list(text: &str) -> Option<usize> {
    text.split(',')
        .map(|range| match range.split_once('-') {
            None => range.parse::<usize>().ok().map(|_| 1),
            Some((first, last)) => {
                let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
                last.checked_sub(first).map(|more| more + 1)
            }
        })
        .sum()
}

impl From<i32> for Workers {
    fn from(count: i32) -> Self {
        let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
        if count < 0 { Self::AllBut(size) } else { Self::Exactly(size) }
    }
}

impl From<usize> for Workers {
    fn from(count: usize) -> Self {
        Self::Exactly(count)
    }
}

impl fmt::Display for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Available => f.write_str("available"),
            Self::Logical => f.write_str("logical"),
            Self::Physical => f.write_str("physical"),
            Self::Exactly(count) => write!(f, "{count}"),
            Self::AllBut(count) => write!(f, "-{count}"),
        }
    }
}

impl std::str::FromStr for Workers {
    type Err = String;

    /// Reads a number or one of `available`, `logical`, `physical`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "available" => Ok(Self::Available),
            "logical" => Ok(Self::Logical),
            "physical" => Ok(Self::Physical),
            _ => match text.parse::<i32>() {
                Ok(0) => Err("0 workers cannot run anything".to_owned()),
                Ok(count) => Ok(count.into()),
                Err(_) => Err("give a number, or one of available, logical, physical".to_owned()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::count_list;

    #[test]
    fn counts_the_kernels_lists() {
        assert_eq!(count_list("0"), Some(1));
        assert_eq!(count_list("0-3,8,10-11"), Some(7));
        assert_eq!(count_list("3-1"), None);
        assert_eq!(count_list(""), None);
    }
}
