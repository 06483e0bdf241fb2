//! Everything as JSON, for programs.

use super::contents::{MigratedType, Migration};
use super::counterpart::Row;
use super::measure::Measured;
use super::target::Target;
use crate::survey::Unseen;
use serde::Serialize;

/// The version of the JSON. It grows where a field goes or changes its meaning; new fields leave it as it is.
pub const MIGRATION_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    generator: &'static str,
    targets: &'a [&'static Target],
    types: &'a [MigratedType],
    counterparts: &'a [&'static Row],
    unseen: &'a [Unseen],
    measured: &'a Option<Measured>,
}

/// One object: `version`, `targets`, `types`, `counterparts`, `unseen`, `measured`. The guide has a table of their fields.
///
/// # Errors
/// Those of the serializer; none is known.
pub fn migration_json(migration: &Migration) -> serde_json::Result<String> {
    let Migration { targets, types, rows, unseen, measured } = migration;
    let document = Document {
        version: MIGRATION_VERSION,
        generator: concat!("wirecheck ", env!("CARGO_PKG_VERSION")),
        targets,
        types,
        counterparts: rows,
        unseen,
        measured,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}
