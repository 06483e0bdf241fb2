//! One line for each finding, for editors and `grep`.

use super::contents::Report;
use super::problem::Problem;
use std::fmt::Write as _;

/// `src/job.rs:7:13: error[WC0040] in bincode: app::Job: what is wrong`, a line for each.
pub fn short(report: &Report) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line(problem));
    }
    text
}

fn line(problem: &Problem) -> String {
    let Problem { code, severity, message, .. } = problem;
    let place = problem.place().map(|place| format!("{place}: ")).unwrap_or_default();
    let formats = if problem.formats.is_empty() {
        String::new()
    } else {
        format!(" in {}", problem.formats.join(", "))
    };
    let of = problem.types.first().map(|name| format!(" {name}:")).unwrap_or_default();
    format!("{place}{severity}[{code}]{formats}:{of} {}", one_line(message))
}

/// A text without line breaks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "short_tests.rs"]
mod tests;
