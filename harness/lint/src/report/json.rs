//! Everything as JSON, for programs.

use super::contents::{Cell, Report, Unproven};
use super::problem::Problem;
use super::totals::Totals;
use crate::survey::Unseen;
use serde::Serialize;

/// The version of the JSON. It grows where a field goes or changes its meaning; new fields leave it as it is.
pub const JSON_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    generator: &'static str,
    totals: Totals,
    findings: &'a [Problem],
    types: &'a [Cell],
    unproven: &'a [Unproven],
    unseen: &'a [Unseen],
}

/// One object. Files are relative to the root of the workspace, or absolute; lines and columns count from 1, and a column of 0 is
/// one that is not known.
///
/// | field | what it is |
/// |---|---|
/// | `version` | [`JSON_VERSION`] |
/// | `totals` | [`Totals`] |
/// | `findings` | [`Problem`]s: `code`, `name`, `severity` (`error`, `review`), `formats`, `types`, `extent` (`file`, `line`, `column`, `end_line`, `end_column`), `message`, `why`, `fix`, `path`, `calls`, `evidence` |
/// | `types` | [`Cell`]s: each type in each of its formats, with `outcome`, `evidence`, `broken` |
/// | `unproven` | types of which nothing is known |
/// | `unseen` | what stayed dark |
///
/// # Errors
/// Those of the serializer; none is known.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let Report { problems, cells, unproven, unseen, .. } = report;
    let document = Document {
        version: JSON_VERSION,
        generator: concat!("wirecheck ", env!("CARGO_PKG_VERSION")),
        totals: Totals::of(report),
        findings: problems,
        types: cells,
        unproven,
        unseen,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
