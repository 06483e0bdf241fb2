//! The reports of a run of the matrix, one file for each kind of output.
//!
//! `compat.*` holds only what does not depend on the machine, so that it can be committed and compared; `timing.*` and `plots/`
//! hold the rest. `rules.md` belongs to no run: it explains every diagnostic.
//!
//! What a run measures beyond its cells is a list of [`Findings`](crate::matrix::Findings). Each renderer here draws all of them in
//! the same way, so a new section needs no change here.

mod atomic;
mod baseline;
mod commit;
mod compat;
mod error;
pub mod html;
mod json;
mod junit;
mod machine;
mod markdown;
mod phases;
mod read;
mod rules;
mod terminal;
mod terminal_findings;
#[cfg(feature = "trials")]
mod test_crate;
mod texts;
mod timing;
mod timing_markdown;
mod units;
mod value;

pub use atomic::write_atomic;
pub use baseline::{Change, Comparison, Trend};
pub use commit::commit;
pub use compat::{Compat, CompatRow, TypeRow};
pub use error::ReportError;
pub use json::json;
pub use junit::junit;
pub use machine::Machine;
pub use markdown::markdown;
pub use phases::PhaseRow;
pub use rules::{rule_book, rule_list, rule_page};
pub use terminal::Terminal;
#[cfg(feature = "trials")]
pub(crate) use test_crate::write_test_run;
pub use timing::{Measured, Timing, TimingRow, Toolchain};
pub use timing_markdown::{timing_markdown, write_plots};
pub use units::{bytes, seconds};

/// What wrote a file: the name and version of this crate.
pub const GENERATOR: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

#[cfg(test)]
mod section_tests;
