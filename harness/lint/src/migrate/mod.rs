//! The way out of bincode: for each type that a program writes or reads with it, what becomes of the calls, of the bytes that
//! are there, and of the type in each format that it could move to.

mod collect;
mod contents;
mod counterpart;
mod fate;
mod human;
mod json;
mod markdown;
mod measure;
mod moved;
mod page;
mod plan;
mod setup;
mod sink;
mod target;

#[cfg(test)]
mod layout_tests;

pub use collect::{migrated, migration};
pub use contents::{MigratedCall, MigratedType, Migration};
pub use counterpart::{COUNTERPARTS, Counterpart, Row};
pub use fate::Fate;
pub use human::migration_text;
pub use json::{MIGRATION_VERSION, migration_json};
pub use markdown::migration_markdown;
pub use measure::{MeasureOptions, Measured, TargetValues, Values, measure};
pub use moved::{Bytes, Moved};
pub use page::migration_page;
pub use plan::{Plan, PlanKind};
pub use setup::{Endian, Integers, Setup};
pub use target::{TARGETS, Target, target};
