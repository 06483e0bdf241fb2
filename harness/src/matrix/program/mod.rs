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
#[cfg(feature = "report")]
mod report;
mod run;
mod scan;
mod shown;
mod tasks;
mod types;
mod verdict;

pub use self::builder::{Matrix, Place};
pub use self::tasks::TaskCell;
pub use self::types::TypeCell;
