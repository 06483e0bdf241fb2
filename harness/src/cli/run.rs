//! The run: every cell, the table while it goes on, the reports at its end.

use super::console::Console;
use super::exit::Exit;
use super::files;
use super::measure;
use super::plan::{MIX, Plan, Talk};
use super::progress::Bar;
use crate::matrix::{BreakEvenCase, CellReport, Request, Scale, Suite, SweepCase};
use crate::report::html::Section;
use crate::report::{
    Comparison, Compat, GENERATOR, Machine, Measured, ReportError, SweepOrigin, Table, Timing, markdown,
    seconds, write_atomic, write_transfer,
};
use std::fmt::Write as _;
use std::path::Path;
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
    for case in &plan.break_even {
        names.push_str(&format!("{}::{}\n", BreakEvenCase::NAME, case.format()));
    }
    if plan.mix.is_some() {
        names.push_str(&format!("{MIX}\n"));
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
    // All cells are run: of those before only the types are kept.
    let earlier =
        earlier.map(|earlier| if plan.filtered { earlier } else { Compat { cells: Vec::new(), ..earlier } });

    let baseline = plan.baseline.as_deref().map(|path| read_baseline(path, plan.scale)).transpose()?;
    let bar = Bar::new(measure::steps(plan), console.bar && plan.talk == Talk::Normal);
    let watch = (plan.talk == Talk::Verbose).then(|| bar.watch(console));
    let request = Request {
        scale: plan.scale,
        workers: plan.workers,
        watch,
        exactly: None,
        runs: plan.runs,
        faults: plan.faults,
    };
    if plan.talk != Talk::Quiet {
        print(console, &heading(plan))?;
    }
    let (measured, failures) = measure::all(plan, suite, console, &request, &bar)?;
    drop(bar);

    let reports = &measured.reports;
    let wrong = measure::wrong(reports);
    for CellReport { cell, expected, outcome, .. } in &wrong {
        console.err(&format!("error: {cell} should end in {expected}, {outcome}\n"));
    }
    for failure in &failures {
        console.err(&format!("error: {failure}\n"));
    }

    let (compat, kept) = Compat::merge(suite, reports, earlier);
    let timing = Timing::new(suite, &request, &measured);
    write(plan, suite, sections, &measured, &timing, &compat).map_err(story)?;
    files::for_ci(plan, reports, &failures).map_err(story)?;
    if plan.talk != Talk::Quiet {
        let mut text = Table::new(console.colour).legend();
        let (ran, good) = (reports.len(), reports.len() - wrong.len());
        let _ = writeln!(text, "\n{good} of {ran} cells as expected, in {}", seconds(clock.elapsed()));
        let out = plan.out.display();
        text.push_str(&files::told(plan));
        if measured.sweep.is_some() {
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
    let good = wrong.is_empty() && failures.is_empty();
    let slower = match &baseline {
        Some(baseline) => compare(baseline, &timing, plan, console),
        None => Ok(false),
    };
    match (good, slower) {
        (false, slower) => {
            if let Err(story) = slower {
                console.err(&format!("error: {story}\n"));
            }
            Ok(Exit::Wrong)
        }
        (true, slower) => slower.map(|slower| if slower { Exit::Slower } else { Exit::Ok }),
    }
}

/// Prints what changed, and gives whether something got slower.
fn compare(baseline: &Timing, timing: &Timing, plan: &Plan, console: &mut Console) -> Result<bool, String> {
    let comparison = Comparison::of(baseline, timing)?;
    if plan.talk != Talk::Quiet {
        print(console, &format!("\n{comparison}"))?;
    }
    for change in comparison.slower().filter(|_| plan.talk == Talk::Quiet) {
        console.err(&format!("slower: {} takes {:.2} times as long\n", change.cell, change.times));
    }
    Ok(comparison.slower().next().is_some())
}

/// Before the work: one that does not fit is told at once.
fn read_baseline(path: &Path, scale: Scale) -> Result<Timing, String> {
    let missing = || format!("the baseline {} does not exist", path.display());
    let baseline = Timing::read(path).map_err(story)?.ok_or_else(missing)?;
    Comparison::scales(baseline.scale, scale).map(|()| baseline)
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
    measured: &Measured,
    timing: &Timing,
    compat: &Compat,
) -> Result<(), ReportError> {
    write_atomic(&plan.out.join("compat.md"), &markdown(compat, suite))?;
    timing.write(&plan.out.join("timing.ron"))?;
    files::derived(plan, suite, &sections(), compat, timing)?;
    if let (Some(sweep), Some(case)) = (&measured.sweep, plan.sweep) {
        let origin = SweepOrigin {
            command: suite.origin().to_owned(),
            format: case.format().to_owned(),
            scale: plan.scale,
            machine: Machine::here(),
        };
        write_transfer(&plan.out, sweep, &origin)?;
    }
    compat.write(&plan.out.join("compat.ron"))
}

pub(super) fn print(console: &mut Console, text: &str) -> Result<(), String> {
    console.out(text).map_err(|error| format!("stdout could not be written to: {error}"))
}

fn story(error: ReportError) -> String {
    error.to_string()
}
