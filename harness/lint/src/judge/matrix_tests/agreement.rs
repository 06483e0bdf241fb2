//! A verdict of the judge, and that of the derive for the same type.

use super::Outcome;
use super::expected::Row;

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The same verdict, by the same rule.
    Same,
    /// Refused by both, by another rule.
    OtherRule,
    /// Accepted, and the derive refuses values that come back.
    MorePrecise,
    /// Refused, and the derive accepts it.
    OverStrict,
    /// Nothing is known of some type.
    Unproven,
    /// Accepted, and values do not come back.
    Unsound,
}

/// What became of a cell of the report.
pub(super) fn agreement(row: &Row, format: usize, outcome: &Outcome) -> Agreement {
    let cell = &row.cells[format];
    match (cell.as_str(), outcome) {
        ("yes" | "(yes)", Outcome::Accepted) => Agreement::Same,
        ("yes" | "(yes)", Outcome::Refused(_)) => Agreement::OverStrict,
        ("no" | "*no*", Outcome::Refused(found)) if row.is_by(found.rule.code) => Agreement::Same,
        ("no" | "*no*", Outcome::Refused(_)) => Agreement::OtherRule,
        ("*no*", Outcome::Accepted) => Agreement::MorePrecise,
        (_, Outcome::Unproven(_)) => Agreement::Unproven,
        _ => Agreement::Unsound,
    }
}

/// An outcome in a line.
pub(super) fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Accepted => "accepted".to_owned(),
        Outcome::Refused(found) => format!("{} {}", found.rule.code, found.what),
        Outcome::Unproven(unproven) => format!("{}: {}", unproven.type_name, unproven.reason),
    }
}
