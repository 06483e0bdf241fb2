//! The run: every cell, the tables while it runs, the reports at its end.

use super::console::Console;
use super::exit::Exit;
use super::files;
use super::measure;
use super::plan::{Plan, Verbosity};
use super::progress::Bar;
use crate::matrix::{CellReport, Request, Scale, Suite};
use crate::report::html::Section;
use crate::report::{
    Comparison, Compat, GENERATOR, Machine, ReportError, Terminal, Timing, markdown, seconds, write_atomic,
};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Makes the program's own sections of the HTML reports.
pub(super) type Sections = fn() -> Vec<Section>;

pub(super) fn run(plan: &Plan, suite: &Suite, sections: Sections, console: &mut Console) -> Exit {
    let done = if plan.list { list(plan, console) } else { matrix(plan, suite, sections, console) };
    done.unwrap_or_else(|error| {
        console.err(&format!("error: {error}\n"));
        Exit::Report
    })
}

fn list(plan: &Plan, console: &mut Console) -> Result<Exit, String> {
    let names: String = plan.names().into_iter().map(|name| name + "\n").collect();
    console.print(&names).map(|()| Exit::Ok)
}

fn matrix(plan: &Plan, suite: &Suite, sections: Sections, console: &mut Console) -> Result<Exit, String> {
    let clock = Instant::now();
    let file = plan.out.join("compat.ron");
    // Before the work, so that nobody waits a minute to learn that it was in vain.
    std::fs::create_dir_all(&plan.out)
        .map_err(|error| format!("the directory {} cannot be made: {error}", plan.out.display()))?;
    let earlier = Compat::read(&file).map_err(text)?;
    // Where all cells are run, only the types of the earlier report are kept.
    let earlier =
        earlier.map(|earlier| if plan.filtered { earlier } else { Compat { cells: Vec::new(), ..earlier } });
    let baseline = plan.baseline.as_deref().map(|path| read_baseline(path, plan.scale)).transpose()?;

    let cluster = match (&plan.cluster, suite.connect()) {
        (Some(address), Some(connect)) => match connect(address) {
            Ok(nodes) => Some(nodes),
            Err(error) => {
                console.err(&format!("error: --cluster {address}: {error}\n"));
                return Ok(Exit::Wrong);
            }
        },
        _ => None,
    };
    let bar = Bar::new(measure::steps(plan), console.bar && plan.verbosity == Verbosity::Normal);
    let on_progress = (plan.verbosity == Verbosity::Verbose).then(|| bar.on_progress(console));
    let request = Request {
        scale: plan.scale,
        workers: plan.workers,
        on_progress,
        exactly: None,
        runs: plan.runs,
        faults: plan.faults,
        cluster,
    };
    if plan.verbosity != Verbosity::Quiet {
        console.print(&heading(plan))?;
    }
    let measured = measure::all(plan, suite, console, &request, &bar)?;
    drop(bar);

    let reports = &measured.reports;
    let unexpected = measure::unexpected(reports);
    for CellReport { cell, expected, outcome, .. } in &unexpected {
        console.err(&format!("error: {cell} should end in {expected}, {outcome}\n"));
    }
    let failures = measure::failures(&measured.findings);
    for failure in &failures {
        console.err(&format!("error: {failure}\n"));
    }

    let (compat, kept) = Compat::merge(suite, reports, earlier);
    let timing = Timing::new(suite, &request, &measured);
    write(plan, suite, sections, &timing, &compat).map_err(text)?;
    files::for_ci(plan, reports, &measured.findings).map_err(text)?;
    if plan.verbosity != Verbosity::Quiet {
        let good = reports.len() - unexpected.len();
        let summary = summary(plan, console, (good, reports.len()), kept, clock.elapsed());
        console.print(&summary)?;
    }
    let is_good = unexpected.is_empty() && failures.is_empty();
    let is_slower = match &baseline {
        Some(baseline) => compare(baseline, &timing, plan, console),
        None => Ok(false),
    };
    match (is_good, is_slower) {
        (false, is_slower) => {
            if let Err(error) = is_slower {
                console.err(&format!("error: {error}\n"));
            }
            Ok(Exit::Wrong)
        }
        (true, is_slower) => is_slower.map(|is_slower| if is_slower { Exit::Slower } else { Exit::Ok }),
    }
}

/// What is printed after the last table. `good` of `all` cells ended as expected.
fn summary(
    plan: &Plan,
    console: &Console,
    (good, all): (usize, usize),
    kept: usize,
    took: Duration,
) -> String {
    let mut text = Terminal::new(console.colour).legend();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{good} of {all} cells ended as expected, in {}", seconds(took));
    text.push_str(&files::summary(plan));
    if kept > 0 {
        let _ = writeln!(text, "compat.*: {kept} cells that were not run now are kept from the last run");
    }
    if plan.filtered {
        let _ = writeln!(text, "timing.*: only the cells of this run");
    }
    if plan.scale == Scale::Quick {
        let _ =
            writeln!(text, "this was the quick scale; `--scale full` (10 minutes) gives figures to rely on");
    }
    text
}

/// Prints what changed. Returns whether a cell got slower.
fn compare(baseline: &Timing, timing: &Timing, plan: &Plan, console: &mut Console) -> Result<bool, String> {
    let comparison = Comparison::of(baseline, timing)?;
    if plan.verbosity != Verbosity::Quiet {
        console.print(&format!("\n{comparison}"))?;
    }
    for change in comparison.slower().filter(|_| plan.verbosity == Verbosity::Quiet) {
        console.err(&format!("slower: {} takes {:.2} times as long\n", change.cell, change.times));
    }
    Ok(comparison.slower().next().is_some())
}

/// Before the work, so that a baseline that does not fit is reported at once.
fn read_baseline(path: &Path, scale: Scale) -> Result<Timing, String> {
    let missing = || format!("the baseline {} does not exist", path.display());
    let baseline = Timing::read(path).map_err(text)?.ok_or_else(missing)?;
    Comparison::scales(baseline.scale, scale).map(|()| baseline)
}

/// The heading says that the figures of a quick run are not those that the descriptions below it mention.
fn heading(plan: &Plan) -> String {
    let Plan { scale, workers, .. } = plan;
    let cpu = Machine::here().cpu.unwrap_or_else(|| "an unnamed processor".to_owned());
    let workers = match workers.resolve() {
        Ok(1) => "1 worker".to_owned(),
        Ok(count) => format!("{count} workers"),
        Err(_) => format!("{workers} workers"),
    };
    let note = scale.pick(": tasks do less than described; `--scale full` does all of it", "");
    format!("{GENERATOR}, {workers} on {cpu}\n{scale} scale{note}\n\n")
}

fn write(
    plan: &Plan,
    suite: &Suite,
    sections: Sections,
    timing: &Timing,
    compat: &Compat,
) -> Result<(), ReportError> {
    write_atomic(&plan.out.join("compat.md"), &markdown(compat, suite))?;
    timing.write(&plan.out.join("timing.ron"))?;
    files::derived(plan, suite, &sections(), compat, timing)?;
    compat.write(&plan.out.join("compat.ron"))
}

fn text(error: ReportError) -> String {
    error.to_string()
}
