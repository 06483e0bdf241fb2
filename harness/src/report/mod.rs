//! What a run of the matrix leaves to read: one file per output.
//!
//! `compat.*` holds only what does not depend on the machine, so that it can be committed and compared;
//! `timing.*` and `transfer.*` hold the rest. `rules.md` comes from no run: it is what every diagnostic means.

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
mod plot;
mod read;
mod rows;
mod rules;
mod terminal;
mod terminal_extra;
mod texts;
mod timing;
mod timing_markdown;
mod transfer;
mod units;

pub use crate::matrix::{MixRow, PeerRow};
pub use atomic::write_atomic;
pub use baseline::{Change, Comparison, Verdict};
pub use commit::commit;
pub use compat::{Compat, CompatRow, TypeRow};
pub use error::ReportError;
pub use json::json;
pub use junit::junit;
pub use machine::Machine;
pub use markdown::markdown;
pub use rows::{BreakEvenPoint, BreakEvenRow, PhaseRow, ScalingPoint, ScalingRow};
pub use rules::{rule_book, rule_list, rule_page};
pub use terminal::Table;
pub use timing::{Measured, SweepRow, Timing, TimingRow, Toolchain};
pub use timing_markdown::timing_markdown;
pub use transfer::{SweepOrigin, write_transfer};
pub use units::{bytes, seconds};

/// What wrote a file: the name and version of this crate.
pub const GENERATOR: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
