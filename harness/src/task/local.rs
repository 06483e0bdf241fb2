//! Running a task in this process, with its panic caught.

use super::Task;
use crate::error::{Error, Kind, Side};
use crate::panics;

/// Runs `task` and turns a panic into the error of that input.
pub(crate) fn run<K, A, R, M>(task: &K, index: u64, input: A) -> Result<R, Error>
where
    K: Task<A, R, M>,
{
    // A task that panicked is not called with the same input again and its input is gone; what it shares
    // with other inputs it shares through `&self`, as with `std::thread`.
    panics::catch(|| Task::call(task, input))
        .map_err(|info| Error::new(Kind::Panic(*info)).on(Side::Parent).at(K::name(), index))
}
