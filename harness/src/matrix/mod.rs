//! The matrix: workloads x backends x formats, each cell run and its results compared exactly.
//!
//! ```
//! use wirecheck::matrix::{Request, RunsIn, Scale, Suite, Workload};
//! use wirecheck::{AnyBackend, Backend, Bincode, Codec, Error};
//!
//! struct Squares;
//!
//! impl Workload for Squares {
//!     const NAME: &'static str = "squares";
//!     const ABOUT: &'static str = "squares small numbers";
//!     type Input = u64;
//!     type Output = u64;
//!
//!     fn set_up(_: Scale) -> std::io::Result<Self> {
//!         Ok(Self)
//!     }
//!     fn inputs(&self, scale: Scale) -> Vec<u64> {
//!         (0..scale.pick(10, 1_000)).collect()
//!     }
//!     fn expected(scale: Scale) -> Vec<u64> {
//!         (0..scale.pick(10, 1_000)).map(|x| x * x).collect()
//!     }
//! }
//!
//! impl<F: Codec> RunsIn<F> for Squares {
//!     fn run(&self, backend: &AnyBackend<F>, inputs: Vec<u64>) -> Result<Vec<u64>, Error> {
//!         backend.map(wirecheck::closure!(|x: u64| x * x), inputs)
//!     }
//! }
//!
//! let suite = Suite::new().workload::<Squares, (Bincode,)>();
//! let inline = &suite.cases()[0];
//! assert_eq!(inline.cell().to_string(), "squares::inline::memory");
//! assert!(inline.run(&Request::at(Scale::Quick)).as_expected());
//! ```

mod advice;
mod case;
mod cell;
mod measure;
mod measurement;
mod nodes;
mod outcome;
#[cfg(feature = "trials")]
pub(crate) mod program;
mod scale;
mod setting;
mod speed_up;
mod statistics;
mod suite;
pub(crate) mod text;
#[cfg(feature = "trials")]
mod trials;
mod tuples;
mod workload;

pub use case::Case;
pub use cell::{BackendKind, Cell, MEMORY};
pub use measure::{CellReport, OnProgress, Request, run_cell};
pub use measurement::{
    Axis, BreakEven, BreakEvenFormats, Column, Crossing, Data, DataTable, Datum, Findings, Guide, Line, Mark,
    Measurement, MeasurementRequest, Part, Point, Scaling, Selection, Series, TaskCost, TransferSweep, Unit,
    amdahl, binary, karp_flatt,
};
pub use nodes::{Connect, Nodes};
pub use outcome::{Difference, Expected, Outcome};
#[cfg(all(feature = "trials", feature = "report"))]
pub(crate) use program::TestRun;
#[cfg(feature = "trials")]
pub use program::{Matrix, TaskCell, TestCrate, TypeCell};
pub use scale::Scale;
pub use statistics::Estimate;
#[cfg(feature = "report")]
pub(crate) use statistics::short;
pub use suite::{About, Formats, Suite};
#[cfg(feature = "trials")]
pub use trials::trials;
pub use workload::{RunsIn, Workload};
