//! The matrix of another crate, as a test program: [`matrix!`](crate::matrix!) and the [`Matrix`] that it fills in.

mod args;
mod builder;
mod coverage;
mod coverage_input;
#[doc(hidden)]
pub mod expansion;
mod files;
#[cfg(feature = "junit")]
mod junit;
mod macros;
mod record;
mod redact;
mod run;
mod scan;
mod snapshot;
mod stated;
mod tasks;
mod types;
mod verdict;

pub use self::builder::{Matrix, TestCrate};
#[cfg(feature = "report")]
pub(crate) use self::record::TestRun;
pub use self::tasks::TaskCell;
pub use self::types::TypeCell;
