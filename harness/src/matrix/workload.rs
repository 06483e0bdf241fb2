//! [`Workload`]: inputs, a task, and the results that must come back.

use super::{Cell, Expected, Scale};
use crate::backend::{AnyBackend, Batch, Fault, Transfer};
use crate::error::Error;
use crate::format::Codec;
use std::fmt::Debug;
use std::io;

/// Real work whose results are known beforehand.
///
/// A value of the type is one run: made by [`set_up`](Self::set_up), dropped when the run is over, on every
/// path. See [the module](super) for an example.
pub trait Workload: Sized + 'static {
    /// The name in cells: `snake_case`.
    const NAME: &'static str;

    /// What it does, in one line without a full stop.
    const ABOUT: &'static str;

    /// The figure that was published for the original, and for what.
    const PUBLISHED: Option<&'static str> = None;

    /// The number of workers that belongs to the workload, whatever the caller asks for.
    const WORKERS: Option<usize> = None;

    /// How tasks are handed out.
    const BATCH: Batch = Batch::Auto;

    /// The ways that large values take, a cell each. [`Transfer::Auto`] alone is not named in the cell.
    const TRANSFERS: &'static [Transfer] = &[Transfer::Auto];

    /// Whether a verbose run prints a line a task.
    const TALKS: bool = false;

    /// What a task is given.
    type Input: Clone;

    /// What a task gives back.
    type Output: PartialEq + Debug;

    /// Makes what the run needs beside its inputs. Not timed.
    ///
    /// # Errors
    /// Such as a directory that cannot be made.
    fn set_up(scale: Scale) -> io::Result<Self>;

    /// One input a task.
    fn inputs(&self, scale: Scale) -> Vec<Self::Input>;

    /// The results, found without any backend and, where that can be, by another way.
    fn expected(scale: Scale) -> Vec<Self::Output>;

    /// Looks at what the tasks left outside their results, or makes large results into what is compared. Not timed.
    ///
    /// # Errors
    /// When that cannot be looked at.
    fn settle(&self, outputs: Vec<Self::Output>) -> io::Result<Vec<Self::Output>> {
        Ok(outputs)
    }

    /// How a cell should end.
    ///
    /// When not said: with right results, but where a [`Fault`](crate::Fault) costs its task.
    fn outcome(cell: &Cell) -> Expected {
        match cell.fault.and_then(Fault::expected_error) {
            Some(with) => Expected::Fails { with },
            None => Expected::Pass,
        }
    }
}

/// A workload that can be sent in `F`.
///
/// A trait of its own because of its parameter: what a workload asks of a format is a bound on this impl.
pub trait RunsIn<F: Codec>: Workload {
    /// Runs the tasks. This is what is timed.
    ///
    /// # Errors
    /// That of the backend.
    fn run(&self, backend: &AnyBackend<F>, inputs: Vec<Self::Input>) -> Result<Vec<Self::Output>, Error>;
}
