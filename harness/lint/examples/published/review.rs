//! What is found, held against what somebody saw.

use super::list::{Pinned, Reviewed};
use super::row::{Finding, Row};
use std::fmt;

/// The differences.
pub(super) struct Review<'a> {
    name: &'a str,
    new: Vec<&'a Finding>,
    gone: Vec<&'a Reviewed>,
    same: usize,
}

impl<'a> Review<'a> {
    pub(super) fn new(pinned: &'a Pinned, row: &'a Row) -> Self {
        let new: Vec<&Finding> = row
            .findings
            .iter()
            .filter(|finding| !pinned.findings.iter().any(|seen| is_of(seen, finding)))
            .collect();
        let gone = pinned.findings.iter().filter(|seen| !row.findings.iter().any(|it| is_of(seen, it)));
        let same = row.findings.len() - new.len();
        Self { name: &pinned.name, new, gone: gone.collect(), same }
    }

    pub(super) fn wrong(&self) -> usize {
        self.new.len() + self.gone.len()
    }
}

fn is_of(seen: &Reviewed, finding: &Finding) -> bool {
    (&seen.code, &seen.type_name, &seen.at) == (&finding.code, &finding.type_name, &finding.at)
}

impl fmt::Display for Review<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { at, code, type_name, is_error, formats, message } in &self.new {
            let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
            let severity = if *is_error { "error" } else { "review" };
            writeln!(
                f,
                "{}: not reviewed: {severity} {code} {type_name} at {at} ({}): {message}",
                self.name,
                formats.join(", ")
            )?;
        }
        for Reviewed { code, type_name, at, .. } in &self.gone {
            writeln!(f, "{}: not found any more: {code} {type_name} at {at}", self.name)?;
        }
        writeln!(f, "{}: {} findings as reviewed", self.name, self.same)
    }
}
