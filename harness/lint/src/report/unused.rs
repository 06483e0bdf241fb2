//! Comments that allow nothing, as findings.

use super::extent::Extent;
use super::files::Files;
use super::page::LINT_PAGES;
use super::problem::{Evidence, Problem, Severity};
use crate::judge::{Allows, UnusedAllow};
use crate::survey::Place;

/// A problem for each comment without effect or without a reason.
pub(crate) fn unused(allows: &Allows, files: &Files) -> Vec<Problem> {
    let mut problems: Vec<Problem> = allows.unused().iter().map(|comment| problem(comment, files)).collect();
    problems.sort_by(|one, other| one.extent.cmp(&other.extent));
    problems
}

fn problem(comment: &UnusedAllow, files: &Files) -> Problem {
    let page = &LINT_PAGES[0];
    Problem {
        code: page.code.to_owned(),
        name: page.name.to_owned(),
        severity: Severity::Error,
        formats: Vec::new(),
        types: Vec::new(),
        extent: extent(&comment.allowed.file, comment.allowed.line, files),
        message: format!("{}: {}", page.summary, comment.why),
        why: page.why.to_owned(),
        fix: page.help.to_owned(),
        path: Vec::new(),
        calls: Vec::new(),
        evidence: Evidence::Proved,
    }
}

/// The comment, to the end of its line.
fn extent(file: &str, line: u32, files: &Files) -> Option<Extent> {
    let text = files.text(file)?;
    let found = text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let begin = found.find("// wirecheck:")?;
    let column = |bytes: usize| u32::try_from(found[..bytes].chars().count() + 1).ok();
    let place = Place { file: file.to_owned(), line, column: column(begin)? };
    Some(Extent { place, end_line: line, end_column: column(found.trim_end().len())? })
}
