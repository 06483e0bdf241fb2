//! Running a task in this process, with its panic caught.

use super::Task;
use crate::error::{Error, Kind, Side};
use crate::panics;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `task` and turns a panic into the error of that input.
pub(crate) fn run<K, A, R, M>(task: &K, index: u64, input: A) -> Result<R, Error>
where
    K: Task<A, R, M>,
{
    panics::install();
    let _quiet = panics::Quiet::start();
    // A task that panicked is not called with the same input again and its input is gone; what it shares
    // with other inputs it shares through `&self`, as with `std::thread`.
    catch_unwind(AssertUnwindSafe(|| Task::call(task, input))).map_err(|payload| {
        Error::new(Kind::Panic(panics::take(&*payload))).on(Side::Parent).at(K::name(), index)
    })
}
