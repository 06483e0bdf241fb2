//! Everything as JSON, for programs.

use super::contents::{Cell, Part, Report, Unproven};
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
    parts: &'a [Part],
    unproven: &'a [Unproven],
    unseen: &'a [Unseen],
}

/// One object: `version`, `totals`, `findings` ([`Problem`]s), `types` ([`Cell`]s), `parts` ([`Part`]s), `unproven`, `unseen`. The page of the guide
/// about the lint has a table of their fields.
///
/// # Errors
/// Those of the serializer; none is known.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let Report { problems, cells, parts, unproven, unseen, .. } = report;
    let document = Document {
        version: JSON_VERSION,
        generator: concat!("wirecheck ", env!("CARGO_PKG_VERSION")),
        totals: Totals::of(report),
        findings: problems,
        types: cells,
        parts,
        unproven,
        unseen,
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
