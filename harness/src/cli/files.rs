//! What a run writes in addition to its RON files: the same for browsers, for people and for other programs.

use super::plan::Plan;
use crate::matrix::{CellReport, Findings, Suite};
use crate::report::html::{Page, Section};
use crate::report::{Compat, ReportError, Timing, json, junit, timing_markdown, write_atomic, write_plots};
use serde::Serialize;
use std::path::Path;

/// The files of a run that can be made from its two reports.
pub(super) fn derived(
    plan: &Plan,
    suite: &Suite,
    sections: &[Section],
    compat: &Compat,
    timing: &Timing,
) -> Result<(), ReportError> {
    let page = Page::new(compat).workloads(suite).sections(sections);
    write_atomic(&plan.out.join("index.html"), &page.to_html())?;
    write_atomic(&plan.out.join("report.html"), &page.title("Report of a run").timing(timing).to_html())?;
    write_plots(&plan.out, timing)?;
    write_atomic(&plan.out.join("timing.md"), &timing_markdown(timing, suite.origin()))?;
    write_json(timing, &plan.out.join("timing.json"))?;
    write_json(compat, &plan.out.join("compat.json"))
}

fn write_json<T: Serialize>(report: &T, path: &Path) -> Result<(), ReportError> {
    let text = json(report).map_err(|error| ReportError::new(path, error.to_string()))?;
    write_atomic(path, &text)
}

/// The JUnit file, if one is asked for.
pub(super) fn for_ci(plan: &Plan, reports: &[CellReport], findings: &[Findings]) -> Result<(), ReportError> {
    let Some(path) = &plan.junit else { return Ok(()) };
    let text = junit(reports, findings).map_err(|error| ReportError::new(path, error.to_string()))?;
    write_atomic(path, &text)
}

/// The names of the files, for a terminal.
pub(super) fn summary(plan: &Plan) -> String {
    let out = plan.out.display();
    let mut text = format!(
        "report: {out}/report.html\n\
         also in this folder: index.html (without times), compat.md, timing.md,\n\
         compat.ron, timing.ron, compat.json, timing.json, and the plots in plots/\n"
    );
    if let Some(path) = &plan.junit {
        text.push_str(&format!("for continuous integration: {}\n", path.display()));
    }
    text
}
