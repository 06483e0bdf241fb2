//! What a run measures: the cells, and then the measurements.

use super::console::Console;
use super::plan::{Plan, PlannedMeasurement, Verbosity};
use super::progress::Bar;
use crate::matrix::{Case, CellReport, Findings, MeasurementRequest, Request, Suite};
use crate::report::{Measured, Terminal};

/// How many steps there are, for the bar.
pub(super) fn steps(plan: &Plan) -> usize {
    plan.cases.len() + plan.measurements.len()
}

/// Runs everything that is planned, and prints each part when it is done.
///
/// # Errors
/// When stdout cannot be written to.
pub(super) fn all(
    plan: &Plan,
    suite: &Suite,
    console: &mut Console,
    request: &Request,
    bar: &Bar,
) -> Result<Measured, String> {
    let mut measured = Measured { reports: cells(plan, suite, console, request, bar)?, findings: Vec::new() };
    let terminal = Terminal::new(console.colour);
    for planned in &plan.measurements {
        let found = measure(plan, planned, &measured.reports, bar);
        bar.done();
        let block = terminal.findings(&found);
        if plan.verbosity != Verbosity::Quiet && !block.is_empty() {
            bar.aside(|| console.print(&(block + "\n")))?;
        }
        measured.findings.push(found);
    }
    Ok(measured)
}

fn measure(plan: &Plan, planned: &PlannedMeasurement, reports: &[CellReport], bar: &Bar) -> Findings {
    let name = planned.measurement.name();
    let progress = |what: &str| bar.start(format_args!("{name}: {what}"));
    bar.start(name);
    let mut request = MeasurementRequest::at(plan.scale).on_progress(&progress);
    (request.workers, request.runs) = (plan.workers, plan.runs);
    (request.formats, request.cases, request.reports) = (&planned.formats, &plan.cases, reports);
    planned.measurement.run(&request).unwrap_or_else(|error| Findings::new(name, name).failure(error))
}

/// Runs the cells, and prints the block of each workload when its last cell is done.
fn cells(
    plan: &Plan,
    suite: &Suite,
    console: &mut Console,
    request: &Request,
    bar: &Bar,
) -> Result<Vec<CellReport>, String> {
    let terminal = Terminal::new(console.colour);
    let mut all: Vec<CellReport> = Vec::new();
    for about in suite.workloads() {
        let from = all.len();
        let cases: Vec<&Case> = plan.cases.iter().filter(|case| case.cell().workload == about.name).collect();
        for case in cases {
            bar.start(case.cell());
            all.push(case.run(request));
            bar.done();
        }
        let reports = &all[from..];
        if !reports.is_empty() && plan.verbosity != Verbosity::Quiet {
            let block = terminal.block(about, reports) + &terminal.advice(reports);
            bar.aside(|| console.print(&(block + "\n")))?;
        }
    }
    Ok(all)
}

/// The cells that did not end as they should.
pub(super) fn unexpected(reports: &[CellReport]) -> Vec<&CellReport> {
    reports.iter().filter(|report| !report.as_expected()).collect()
}

/// What went wrong with measurements, each with the name of its measurement.
pub(super) fn failures(findings: &[Findings]) -> Vec<String> {
    let of_one = |found: &Findings| {
        let name = found.name.clone();
        found.failures.clone().into_iter().map(move |failure| format!("{name}: {failure}"))
    };
    findings.iter().flat_map(of_one).collect()
}
