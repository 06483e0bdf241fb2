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
//! assert!(inline.run(&Request::at(Scale::Small)).as_expected());
//! ```

mod advice;
mod break_even;
mod cell;
mod crossing;
mod extra;
mod measure;
mod outcome;
#[cfg(feature = "trials")]
pub(crate) mod program;
mod scale;
mod scaling;
mod suite;
mod sweep;
#[cfg(feature = "trials")]
mod trials;
mod workload;

pub use break_even::{BreakEven, BreakEvenPoint};
pub use cell::{BackendKind, Cell, MEMORY};
pub use crossing::{Crossing, binary};
pub use extra::{ExtraMeasurements, Mix, MixRow, PeerRow, Peers};
pub use measure::{CellReport, Request, Watch, run_cell};
pub use outcome::{Difference, Expected, Outcome};
#[cfg(feature = "trials")]
pub use program::{Matrix, Place, TaskCell, TypeCell};
pub use scale::Scale;
pub use scaling::{Scaling, amdahl, karp_flatt};
pub use suite::{About, BreakEvenCase, Case, Formats, Suite, SweepCase};
pub use sweep::{Sweep, SweepPoint, Way};
#[cfg(feature = "trials")]
pub use trials::trials;
pub use workload::{RunsIn, Workload};
