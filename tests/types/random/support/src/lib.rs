//! What a generated program is compiled against: values for every type that the generator writes, helpers that its
//! attributes name, and the runner that sends the values through the formats.

mod draw;
mod erased;
mod helpers;
mod macros;
mod make;
pub mod prelude;
mod report;
mod run;

pub use self::draw::Draw;
pub use self::erased::Erased;
pub use self::helpers::{Access, as_is, is_zero, made, never};
pub use self::make::Make;
pub use self::run::{Case, Cells, Probe, Refused, erased_cells, main};
pub use wirecheck_rules;
