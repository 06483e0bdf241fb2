//! [`Workload`]: inputs, a task, and the results that must come back.

use super::{Cell, Expected, Scale};
use crate::backend::{AnyBackend, Batch, Fault, Transfer};
use crate::error::Error;
use crate::format::Codec;
use std::fmt::Debug;
use std::io;

/// Real work whose results are known in advance.
///
/// A value of the type is one run: [`set_up`](Self::set_up) makes it, and it is dropped when the run is over, however it
/// ends. See [the module](super) for an example.
pub trait Workload: Sized + 'static {
    /// The name in cells: `snake_case`.
    const NAME: &'static str;

    /// A sentence about it, without a full stop.
    const ABOUT: &'static str;

    /// The figure that was published for the original, and for what.
    const PUBLISHED: Option<&'static str> = None;

    /// The workload's own number of workers, whatever the caller asks for.
    const WORKERS: Option<usize> = None;

    /// How tasks are handed out.
    const BATCH: Batch = Batch::Auto;

    /// How large values are transferred, one cell for each mode. [`Transfer::Auto`] alone is not named in the cell.
    const TRANSFERS: &'static [Transfer] = &[Transfer::Auto];

    /// Whether a verbose run prints a line for each task.
    const REPORTS_TASKS: bool = false;

    /// The input of a task.
    type Input: Clone;

    /// The result of a task.
    type Output: PartialEq + Debug;

    /// Makes what the run needs in addition to its inputs. Not timed.
    ///
    /// # Errors
    /// Such as a directory that cannot be made.
    fn set_up(scale: Scale) -> io::Result<Self>;

    /// One input for each task.
    fn inputs(&self, scale: Scale) -> Vec<Self::Input>;

    /// The results, computed without any backend and, where possible, by another method.
    fn expected(scale: Scale) -> Vec<Self::Output>;

    /// Checks what the tasks left outside their results, or turns large results into what is compared. Not timed.
    ///
    /// # Errors
    /// When it cannot be checked.
    fn settle(&self, outputs: Vec<Self::Output>) -> io::Result<Vec<Self::Output>> {
        Ok(outputs)
    }

    /// How a cell should end.
    ///
    /// By default with right results, except where a [`Fault`](crate::Fault) loses its task.
    fn outcome(cell: &Cell) -> Expected {
        match cell.fault.and_then(Fault::expected_error) {
            Some(with) => Expected::Fails { with },
            None => Expected::Pass,
        }
    }
}

/// A workload that can be sent in `F`.
///
/// It is separate from [`Workload`] because of its parameter: what a workload asks of a format is a bound on this impl.
pub trait RunsIn<F: Codec>: Workload {
    /// Runs the tasks. Only this is timed.
    ///
    /// # Errors
    /// That of the backend.
    fn run(&self, backend: &AnyBackend<F>, inputs: Vec<Self::Input>) -> Result<Vec<Self::Output>, Error>;
}
