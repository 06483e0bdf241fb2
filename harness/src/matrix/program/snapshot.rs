//! The snapshot of a cell: its text and the name of its file.

use super::redact::redact;
use super::types::TypeCell;
use crate::matrix::{CellReport, Expected, Outcome};
use std::fmt::Write as _;

/// The name of a cell's file.
pub(super) fn file_name(cell: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    cell.split("::").map(|part| part.chars().map(plain).collect::<String>()).collect::<Vec<_>>().join("-")
}

pub(super) fn of_type(cell: &TypeCell, expected: Expected, outcome: &Outcome, samples: usize) -> String {
    let verdict = if cell.accepted { "accepts it" } else { "refuses it" };
    let mut text = head(&cell.to_string(), expected, outcome);
    let _ = write!(text, "\ncompiler: {verdict}\nsamples: {samples}");
    text
}

pub(super) fn of_task(report: &CellReport) -> String {
    let mut text = head(&format!("tasks::{}", report.cell), report.expected, &report.outcome);
    let moved = if report.sent == 0 { "0" } else { "[bytes]" };
    let _ = write!(text, "\ntasks: {}\nsent: {moved}\nwall: [time]", report.tasks);
    text
}

fn head(name: &str, expected: Expected, outcome: &Outcome) -> String {
    format!("cell: {name}\nexpected: {expected}\noutcome: {}", redact(&outcome.to_string()))
}

/// Runs an assertion of insta with this folder, and without anything that depends on the test's code.
#[cfg(feature = "insta")]
pub fn bind(folder: &std::path::Path, assert: &mut dyn FnMut()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(assert);
}
