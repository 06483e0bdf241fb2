//! Findings as commands of a GitHub workflow, which shows them at the lines of a change.

use super::contents::Report;
use super::files::Files;
use super::problem::{Problem, Severity};
use std::fmt::Write as _;

/// `::error file=..,line=..::..`, a line for each finding.
pub fn github(report: &Report, files: &Files) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        let command = match problem.severity {
            Severity::Error => "error",
            Severity::Review => "warning",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "::{command} {}::{}", properties(problem, files), data(&message(problem)));
    }
    text
}

fn properties(problem: &Problem, files: &Files) -> String {
    let mut all = Vec::new();
    let call = problem.nearest_call(files);
    if let Some(place) = call.or_else(|| problem.place()) {
        all.push(("file", files.in_repository(&place.file)));
        all.push(("line", place.line.to_string()));
        if place.column > 0 {
            all.push(("col", place.column.to_string()));
        }
    }
    if let Some(extent) = problem.extent.as_ref().filter(|_| call.is_none()) {
        all.push(("endLine", extent.end_line.to_string()));
        // It is for one line only, and counts the last column in.
        if extent.end_line == extent.place.line && extent.end_column > extent.place.column {
            all.push(("endColumn", (extent.end_column - 1).to_string()));
        }
    }
    all.push(("title", format!("{} {}", problem.code, problem.name)));
    all.iter().map(|(name, value)| format!("{name}={}", property(value))).collect::<Vec<_>>().join(",")
}

fn message(problem: &Problem) -> String {
    let of = problem.types.first().map(|name| format!("`{name}`: ")).unwrap_or_default();
    let formats = problem.formats_line();
    let formats = if formats.is_empty() { formats } else { format!(" (in {formats})") };
    let mut lines = vec![format!("{of}{}{formats}", problem.message)];
    lines.extend(problem.extent.as_ref().map(|extent| format!("declared: {}", extent.place)));
    lines.extend(problem.calls.first().map(|call| format!("call: {} at {}", call.function, call.place)));
    lines.extend(problem.path_line().map(|path| format!("path: {path}")));
    if !problem.why.is_empty() {
        lines.push(format!("why: {}", problem.why));
    }
    if !problem.fix.is_empty() {
        lines.push(format!("help: {}", problem.fix));
    }
    lines.push(problem.more());
    lines.join("\n")
}

/// Text as the runner reads it back.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a comma, and its list at two colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
#[path = "github_tests.rs"]
mod tests;
