//! What a run saw, as numbers: what was not proven is counted, never passed over.

use super::contents::{Cell, Outcome, Report};
use super::problem::{Problem, Severity};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What a run saw, as numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Types that were judged.
    pub types: usize,
    /// Formats that they meet.
    pub formats: usize,
    /// Findings that are a loss.
    pub errors: usize,
    /// Findings that somebody has to look at.
    pub reviews: usize,
    /// Findings that a comment allows.
    pub allowed: usize,
    /// Findings that the baseline knows.
    pub baselined: usize,
    /// Types of which nothing is known.
    pub unproven: usize,
    /// Types that are made of such types, so that there is no verdict either.
    pub leading: usize,
    /// What stayed dark.
    pub unseen: usize,
}

impl Totals {
    /// The numbers of a report.
    pub fn of(report: &Report) -> Self {
        Self {
            types: report.types().len(),
            formats: report.formats().len(),
            errors: report.count(Severity::Error),
            reviews: report.count(Severity::Review),
            allowed: report.allowed,
            baselined: report.baselined,
            unproven: report.unproven.len(),
            leading: leading(report).map(|cell| &cell.type_name).collect::<BTreeSet<_>>().len(),
            unseen: report.unseen.len(),
        }
    }

    /// The last line of a run, and with `is_verbose` the names behind the numbers.
    ///
    /// ```
    /// use wirecheck_lint::report::{Report, Totals};
    ///
    /// let report = Report::default();
    /// let text = Totals::of(&report).text(&report, false);
    /// assert_eq!(text, "0 types in 0 formats: no findings, 0 unproven, 0 unseen\n");
    /// ```
    pub fn text(&self, report: &Report, is_verbose: bool) -> String {
        let Self { types, formats, errors, reviews, allowed, baselined, unproven, leading, unseen } = *self;
        let mut text = format!("{} in {}: ", number(types, "type"), number(formats, "format"));
        match (errors, reviews) {
            (0, 0) => text.push_str("no findings"),
            (errors, 0) => text.push_str(&number(errors, "finding")),
            (errors, reviews) => {
                let _ = write!(text, "{} ({reviews} to review)", number(errors + reviews, "finding"));
            }
        }
        let hidden = [(allowed, "allowed by a comment"), (baselined, "known to the baseline")];
        for (count, words) in hidden.into_iter().filter(|(count, _)| *count > 0) {
            let _ = write!(text, ", {count} {words}");
        }
        let lead = match leading {
            0 => String::new(),
            1 => " (1 more type is made of them)".to_owned(),
            count => format!(" ({count} more types are made of them)"),
        };
        let _ = writeln!(text, ", {unproven} unproven{lead}, {unseen} unseen");
        if is_verbose {
            names(&mut text, report);
        } else if unproven + unseen > 0 {
            text.push_str("`--verbose` names what is unproven and unseen\n");
        }
        text
    }
}

/// Every type, and what could not be looked into.
fn names(text: &mut String, report: &Report) {
    let of = |outcome| report.cells.iter().filter(move |cell| cell.outcome == outcome);
    for outcome in [Outcome::Accepted, Outcome::Refused, Outcome::Review] {
        for cell in of(outcome) {
            let _ = writeln!(
                text,
                "{:9} {} in {} ({})",
                outcome.word(),
                cell.type_name,
                cell.format,
                cell.evidence
            );
        }
    }
    for unproven in &report.unproven {
        let formats = unproven.formats.join(", ");
        let _ = writeln!(text, "unproven  {} in {formats}: {}", unproven.type_name, unproven.reason);
    }
    for cell in leading(report) {
        let reason = cell.reason.as_deref().unwrap_or_default();
        let _ = writeln!(text, "unproven  {} in {}: {reason}", cell.type_name, cell.format);
    }
    for unseen in &report.unseen {
        let place = unseen.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let _ = writeln!(text, "unseen    {}{place}: {}", unseen.what, unseen.reason);
    }
}

/// The types without a verdict because of what they are made of.
fn leading(report: &Report) -> impl Iterator<Item = &Cell> {
    let is_cause = |cell: &Cell| report.unproven.iter().any(|unproven| unproven.type_name == cell.type_name);
    report.cells.iter().filter(move |cell| cell.outcome == Outcome::Unproven && !is_cause(cell))
}

/// A number with its noun.
fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

impl Problem {
    /// How to read more of it.
    pub(crate) fn more(&self) -> String {
        format!("`cargo wirecheck explain {}` has an example, and what to write instead", self.code)
    }
}

#[cfg(test)]
#[path = "totals_tests.rs"]
mod tests;
