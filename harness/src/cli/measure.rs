//! What a run measures: the cells, and what is measured beside them.

use super::console::Console;
use super::plan::{MIX, Plan, Talk};
use super::progress::Bar;
use super::run::print;
use crate::matrix::{
    BackendKind, BreakEvenCase, Case, CellReport, ExtraMeasurements, Request, Scaling, Suite, SweepCase,
    binary,
};
use crate::report::{Measured, Table};

/// What went on that is no cell's: to be told, and a reason to fail.
pub(super) type Failures = Vec<String>;

/// How many steps there are, for the bar.
pub(super) fn steps(plan: &Plan) -> usize {
    let extras = [plan.sweep.is_some(), plan.mix.is_some(), plan.peers.is_some()];
    plan.cases.len() + plan.break_even.len() + extras.into_iter().filter(|there| *there).count()
}

/// Runs all that is planned, and prints each part when it is done.
pub(super) fn all(
    plan: &Plan,
    suite: &Suite,
    console: &mut Console,
    request: &Request,
    bar: &Bar,
) -> Result<(Measured, Failures), String> {
    let mut failures = Vec::new();
    let mut measured = Measured::default();
    cells(plan, suite, console, request, bar, &mut measured)?;
    let table = Table::new(console.colour);
    let talks = plan.talk != Talk::Quiet;
    let mut show = |bar: &Bar, block: String| {
        if talks && !block.is_empty() { bar.aside(|| print(console, &(block + "\n"))) } else { Ok(()) }
    };

    for (number, case) in plan.break_even.iter().enumerate() {
        bar.start(format_args!("{}::{}", BreakEvenCase::NAME, case.format()));
        match case.run(plan.scale, plan.workers, number == 0) {
            Ok(found) => measured.break_even.extend(found),
            Err(error) => failures.push(format!("{}::{}: {error}", BreakEvenCase::NAME, case.format())),
        }
        bar.done();
    }
    show(bar, table.break_even(&measured.break_even))?;

    if let Some(case) = plan.sweep {
        let sweep =
            case.run(plan.scale, &|size| bar.start(format_args!("{}::{}", SweepCase::NAME, binary(size))));
        bar.done();
        show(bar, table.sweep(&sweep))?;
        failures.extend(sweep.failures.iter().map(|failure| format!("{}: {failure}", SweepCase::NAME)));
        measured.sweep = Some(sweep);
    }

    let workers = plan.workers.resolve().unwrap_or(1);
    let mut workloads: Vec<_> = plan.cases.iter().map(|case| case.cell().workload).collect();
    workloads.dedup();
    let beside = ExtraMeasurements { scale: plan.scale, workers, runs: plan.runs, workloads };
    if let Some(mix) = plan.mix {
        match mix(&beside, &|what| bar.start(format_args!("{MIX}::{what}"))) {
            Ok(rows) => measured.mix = rows,
            Err(story) => failures.push(format!("{MIX}: {story}")),
        }
        bar.done();
        show(bar, table.mix(&measured.mix))?;
    }
    if let Some(peers) = plan.peers {
        measured.peers = peers(&beside, &|what| bar.start(what));
        bar.done();
        show(bar, table.peers(&measured.peers, &measured.reports))?;
    }
    Ok((measured, failures))
}

/// Runs the cells, and prints the block of each workload when its last cell is done.
fn cells(
    plan: &Plan,
    suite: &Suite,
    console: &mut Console,
    request: &Request,
    bar: &Bar,
    measured: &mut Measured,
) -> Result<(), String> {
    let table = Table::new(console.colour);
    for about in suite.workloads() {
        let from = measured.reports.len();
        let cases: Vec<&Case> = plan.cases.iter().filter(|case| case.cell().workload == about.name).collect();
        for case in &cases {
            bar.start(case.cell());
            measured.reports.push(case.run(request));
            bar.done();
        }
        let reports = &measured.reports[from..];
        let scaling = if plan.scaling { scaling(&cases, reports, request, bar) } else { Vec::new() };
        if !reports.is_empty() && plan.talk != Talk::Quiet {
            let block = table.block(about, reports) + &table.scaling(&scaling) + &table.advice(reports);
            bar.aside(|| print(console, &(block + "\n")))?;
        }
        measured.scaling.extend(scaling);
    }
    Ok(())
}

/// Runs a workload on fewer workers: on threads, and on the pool in its first format.
fn scaling(cases: &[&Case], reports: &[CellReport], request: &Request, bar: &Bar) -> Vec<Scaling> {
    let first = |backend: BackendKind| {
        let mut both = cases.iter().zip(reports);
        both.find(|(case, _)| case.cell().backend == backend && case.cell().fault.is_none())
    };
    let chosen = [BackendKind::Thread, BackendKind::Pool].into_iter().filter_map(first);
    let scaling = |(case, report): (&&Case, &CellReport)| {
        bar.start(format_args!("{} on fewer workers", case.cell()));
        Scaling::of(case, report, request)
    };
    chosen.filter_map(scaling).collect()
}

/// The cells that did not end as they should.
pub(super) fn wrong(reports: &[CellReport]) -> Vec<&CellReport> {
    reports.iter().filter(|report| !report.as_expected()).collect()
}
