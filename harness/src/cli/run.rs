//! The run: every cell, the table while it goes on, the reports at its end.

use super::console::Console;
use super::exit::Exit;
use super::files;
use super::plan::{Plan, Talk};
use super::progress::Bar;
use crate::matrix::{CellReport, Request, Suite, Sweep, SweepCase, binary};
use crate::report::html::Section;
use crate::report::{
    Compat, GENERATOR, Machine, ReportError, SweepOrigin, Table, Timing, markdown, seconds, write_atomic,
    write_transfer,
};
use std::fmt::Write as _;
use std::time::Instant;

/// Makes the sections that a program adds to its pages, when they are needed.
pub(super) type Sections = fn() -> Vec<Section>;

pub(super) fn run(plan: &Plan, suite: &Suite, sections: Sections, console: &mut Console) -> Exit {
    let done = if plan.list { list(plan, console) } else { matrix(plan, suite, sections, console) };
    done.unwrap_or_else(|story| {
        console.err(&format!("error: {story}\n"));
        Exit::Report
    })
}

fn list(plan: &Plan, console: &mut Console) -> Result<Exit, String> {
    let mut names: String = plan.cases.iter().map(|case| format!("{}\n", case.cell())).collect();
    if plan.sweep.is_some() {
        names.push_str(&format!("{}\n", SweepCase::NAME));
    }
    print(console, &names).map(|()| Exit::Ok)
}

fn matrix(plan: &Plan, suite: &Suite, sections: Sections, console: &mut Console) -> Result<Exit, String> {
    let clock = Instant::now();
    let file = plan.out.join("compat.ron");
    // Before the work, so that nobody waits a minute to read that it was in vain.
    std::fs::create_dir_all(&plan.out)
        .map_err(|error| format!("the directory {} cannot be made: {error}", plan.out.display()))?;
    let earlier = Compat::read(&file).map_err(story)?;
    let earlier = earlier.filter(|_| plan.filtered);

    let steps = plan.cases.len() + usize::from(plan.sweep.is_some());
    let bar = Bar::new(steps, console.bar && plan.talk == Talk::Normal);
    let watch = (plan.talk == Talk::Verbose).then(|| bar.watch(console));
    let request = Request { scale: plan.scale, workers: plan.workers, watch };
    let reports = cells(plan, suite, console, &request, &bar)?;
    let sweep = sweep(plan, console, &bar)?;
    drop(bar);

    let wrong: Vec<_> = reports.iter().filter(|report| !report.as_expected()).collect();
    for CellReport { cell, expected, outcome, .. } in &wrong {
        console.err(&format!("error: {cell} should end in {expected}, {outcome}\n"));
    }

    let failures = sweep.as_ref().map_or(&[][..], |sweep| &sweep.failures);
    for failure in failures {
        console.err(&format!("error: {}: {failure}\n", SweepCase::NAME));
    }

    let (compat, kept) = Compat::merge(suite, &reports, earlier);
    write(plan, suite, sections, &request, &reports, sweep.as_ref(), &compat).map_err(story)?;
    files::for_ci(plan, &reports, sweep.as_ref()).map_err(story)?;
    if plan.talk != Talk::Quiet {
        let mut text = Table::new(console.colour).legend();
        let (ran, good) = (reports.len(), reports.len() - wrong.len());
        let _ = writeln!(text, "\n{good} of {ran} cells as expected, in {}", seconds(clock.elapsed()));
        let out = plan.out.display();
        text.push_str(&files::told(plan));
        if sweep.is_some() {
            let _ = writeln!(text, "the ways of large values: {out}/transfer.md, {out}/transfer.svg");
        }
        if kept > 0 {
            let _ = writeln!(text, "compat.*: {kept} cells that were not run now are kept from before");
        }
        if plan.filtered {
            let _ = writeln!(text, "timing.*: only the cells of this run");
        }
        print(console, &text)?;
    }
    Ok(if wrong.is_empty() && failures.is_empty() { Exit::Ok } else { Exit::Wrong })
}

/// Runs the sweep, if it is to be run, and prints its block.
fn sweep(plan: &Plan, console: &mut Console, bar: &Bar) -> Result<Option<Sweep>, String> {
    let Some(case) = plan.sweep else { return Ok(None) };
    let sweep =
        case.run(plan.scale, &|size| bar.start(format_args!("{}::{}", SweepCase::NAME, binary(size))));
    bar.done();
    if plan.talk != Talk::Quiet {
        let block = Table::new(console.colour).sweep(&sweep);
        bar.aside(|| print(console, &(block + "\n")))?;
    }
    Ok(Some(sweep))
}

/// Runs the cells, and prints the block of each workload when its last cell is done.
fn cells(
    plan: &Plan,
    suite: &Suite,
    console: &mut Console,
    request: &Request,
    bar: &Bar,
) -> Result<Vec<CellReport>, String> {
    let table = Table::new(console.colour);
    if plan.talk != Talk::Quiet {
        print(console, &heading(plan))?;
    }
    let mut all = Vec::with_capacity(plan.cases.len());
    for about in suite.workloads() {
        let from = all.len();
        for case in plan.cases.iter().filter(|case| case.cell().workload == about.name) {
            bar.start(case.cell());
            all.push(case.run(request));
            bar.done();
        }
        if all.len() > from && plan.talk != Talk::Quiet {
            let block = table.block(about, &all[from..]);
            bar.aside(|| print(console, &(block + "\n")))?;
        }
    }
    Ok(all)
}

/// Says of a small run that its figures are not those of the descriptions below it.
fn heading(plan: &Plan) -> String {
    let Plan { scale, workers, .. } = plan;
    let cpu = Machine::here().cpu.unwrap_or_else(|| "an unnamed processor".to_owned());
    let workers = match workers.resolve() {
        Ok(1) => "1 worker".to_owned(),
        Ok(count) => format!("{count} workers"),
        Err(_) => format!("{workers} workers"),
    };
    let note = scale.pick(": every task does less than described", "");
    format!("{GENERATOR}, {workers} on {cpu}\n{scale} scale{note}\n\n")
}

fn write(
    plan: &Plan,
    suite: &Suite,
    sections: Sections,
    request: &Request,
    reports: &[CellReport],
    sweep: Option<&Sweep>,
    compat: &Compat,
) -> Result<(), ReportError> {
    write_atomic(&plan.out.join("compat.md"), &markdown(compat, suite))?;
    let timing = Timing::new(suite, request, reports, sweep);
    timing.write(&plan.out.join("timing.ron"))?;
    files::derived(plan, suite, &sections(), compat, &timing)?;
    if let (Some(sweep), Some(case)) = (sweep, plan.sweep) {
        let origin = SweepOrigin {
            command: suite.origin().to_owned(),
            format: case.format().to_owned(),
            scale: request.scale,
            machine: Machine::here(),
        };
        write_transfer(&plan.out, sweep, &origin)?;
    }
    compat.write(&plan.out.join("compat.ron"))
}

fn print(console: &mut Console, text: &str) -> Result<(), String> {
    console.out(text).map_err(|error| format!("stdout could not be written to: {error}"))
}

fn story(error: ReportError) -> String {
    error.to_string()
}
