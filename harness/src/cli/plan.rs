//! The meaning of the arguments: which cells to run, and how.

use super::args::{Args, ScaleName};
use super::suggest::nearest;
use crate::backend::Workers;
use crate::matrix::{BackendKind, Case, Measurement, Scale, Selection, Suite};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments that were understood, for a suite that has what they name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The cells to run, in the order of the suite.
    pub cases: Vec<Case>,
    /// The measurements to run, in the order of the suite.
    pub measurements: Vec<PlannedMeasurement>,
    /// An earlier timing report to compare with.
    pub baseline: Option<PathBuf>,
    /// How much work.
    pub scale: Scale,
    /// How many workers.
    pub workers: Workers,
    /// How often each cell is run, after one run to warm up.
    pub runs: usize,
    /// The directory of the reports.
    pub out: PathBuf,
    /// The JUnit XML file.
    pub junit: Option<PathBuf>,
    /// How much to print.
    pub verbosity: Verbosity,
    /// Whether only the names are printed.
    pub list: bool,
    /// Whether the suite has cells that are left out.
    pub filtered: bool,
    /// Whether cells with a fault are run, too.
    pub faults: bool,
    /// The cluster on which cells are run, too.
    pub cluster: Option<String>,
}

/// A measurement to run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlannedMeasurement {
    /// Which one.
    pub measurement: Arc<dyn Measurement>,
    /// The formats in which it is run, where it has any.
    pub formats: Vec<&'static str>,
}

/// How much to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    /// Only what went wrong.
    Quiet,
    /// The tables.
    Normal,
    /// The tables, and a line for each task.
    Verbose,
}

/// Arguments that are well formed and wrong for this suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError(String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

impl Plan {
    /// What the arguments mean for this suite.
    ///
    /// # Errors
    /// When they name what is not there, or leave nothing to run. The error lists what there is.
    pub fn new(args: &Args, suite: &Suite) -> Result<Self, UsageError> {
        if let Some(name) = suite.shared_name() {
            return Err(UsageError(format!(
                "two workloads or measurements are named `{name}`: give one of them another name"
            )));
        }
        let formats = suite.formats();
        if let Some(name) = args.format.iter().find(|name| !formats.contains(&name.as_str())) {
            return Err(UsageError(unknown("--format", name, &formats, "formats")));
        }
        let measured: Vec<String> = suite.measurements().flat_map(|one| names(&**one)).collect();
        let is_known = |part: &&String| {
            measured.iter().any(|name| is_part(part, name))
                || suite.cases().iter().any(|case| is_in(part, case))
        };
        if let Some(part) = args.only.iter().find(|part| !is_known(part)) {
            let workloads = suite.workloads().iter().map(|about| about.name);
            let names: Vec<_> = workloads.chain(suite.measurements().map(|one| one.name())).collect();
            return Err(UsageError(unknown("--only", part, &names, "workloads and measurements")));
        }
        if args.peers && !suite.measurements().any(|one| one.selection() == Selection::Peers) {
            let text = "--peers: this program has no other libraries to compare with";
            return Err(UsageError(text.to_owned()));
        }
        if args.cluster.is_some() && suite.connect().is_none() {
            let text = "--cluster: this program cannot reach clusters: build it with the crate `wirecheck-cluster`, and give \
                        `wirecheck_cluster::nodes` to `Suite::cluster`";
            return Err(UsageError(text.to_owned()));
        }
        let is_regular = |case: &Case| {
            let cell = case.cell();
            (cell.fault.is_none() || args.faults)
                && (cell.backend != BackendKind::Cluster || args.cluster.is_some())
        };
        let is_wanted = |case: &&Case| {
            let cell = case.cell();
            let has_format = !cell.backend.encodes() || wants(&args.format, |name| name == cell.format);
            is_regular(case) && has_format && wants(&args.only, |part| is_in(part, case))
        };
        let cases: Vec<Case> = suite.cases().iter().filter(is_wanted).copied().collect();
        let measurements: Vec<PlannedMeasurement> =
            suite.measurements().filter_map(|one| planned(one, args, !cases.is_empty())).collect();
        if cases.is_empty() && measurements.is_empty() {
            let is_irregular =
                |case: &Case| !is_regular(case) && args.only.iter().any(|part| is_in(part, case));
            let text = if suite.cases().is_empty() {
                "there is no workload to run"
            } else if suite.cases().iter().any(is_irregular) {
                "cells on a cluster are run with --cluster, and cells with a fault with --faults"
            } else {
                "no cell has both the --only and the --format that were given: leave one of them out"
            };
            return Err(UsageError(text.to_owned()));
        }
        let regular = suite.cases().iter().filter(|case| is_regular(case));
        let filtered = cases.len() < regular.count();
        Ok(Self {
            filtered,
            faults: args.faults,
            cluster: args.cluster.clone(),
            cases,
            measurements,
            baseline: args.baseline.clone(),
            scale: match args.scale {
                ScaleName::Quick => Scale::Quick,
                ScaleName::Full => Scale::Full,
            },
            workers: args.workers,
            // With a line for each task, one run is enough to read.
            runs: if args.verbose { 1 } else { args.runs.into() },
            out: args.out.clone(),
            junit: args.junit.clone(),
            verbosity: match (args.quiet, args.verbose) {
                (true, _) => Verbosity::Quiet,
                (false, true) => Verbosity::Verbose,
                (false, false) => Verbosity::Normal,
            },
            list: args.list,
        })
    }

    /// The names of the cells and of the measurements, except those that depend on the cells.
    pub(super) fn names(&self) -> Vec<String> {
        let cells = self.cases.iter().map(|case| case.cell().to_string());
        let by_name = |planned: &&PlannedMeasurement| planned.measurement.selection() == Selection::ByName;
        let measured = self.measurements.iter().filter(by_name).flat_map(|planned| {
            let all = planned.measurement.formats();
            named(planned.measurement.name(), &all, &planned.formats)
        });
        cells.chain(measured).collect()
    }
}

/// A measurement, if the arguments ask for it.
fn planned(one: &Arc<dyn Measurement>, args: &Args, has_cells: bool) -> Option<PlannedMeasurement> {
    let all = one.formats();
    let is_format = |format: &&'static str| {
        wants(&args.format, |name| name == *format)
            && wants(&args.only, |part| {
                named(one.name(), &all, &[*format]).iter().any(|name| is_part(part, name))
            })
    };
    let formats: Vec<&'static str> = all.iter().copied().filter(is_format).collect();
    let is_wanted = match one.selection() {
        Selection::WithCells => has_cells,
        Selection::Peers => args.peers,
        // A choice of formats is no question about what has none.
        Selection::ByName if all.is_empty() => {
            wants(&args.only, |part| is_part(part, one.name()))
                && (args.format.is_empty() || !args.only.is_empty())
        }
        Selection::ByName => !formats.is_empty(),
    };
    is_wanted.then(|| PlannedMeasurement { measurement: Arc::clone(one), formats })
}

/// The names by which a measurement can be asked for.
fn names(one: &dyn Measurement) -> Vec<String> {
    let formats = one.formats();
    if one.selection() == Selection::ByName { named(one.name(), &formats, &formats) } else { Vec::new() }
}

/// The name of a measurement; with several formats one for each.
fn named(name: &str, all: &[&str], chosen: &[&str]) -> Vec<String> {
    match all {
        [] | [_] => vec![name.to_owned()],
        _ => chosen.iter().map(|format| format!("{name}::{format}")).collect(),
    }
}

/// Whether an option asks for something: it does so where it is not given at all.
fn wants(given: &[String], is_it: impl FnMut(&String) -> bool) -> bool {
    given.is_empty() || given.iter().any(is_it)
}

fn is_in(part: &str, case: &Case) -> bool {
    is_part(part, &case.cell().to_string())
}

/// An empty part would be in every name, which nobody means.
fn is_part(part: &str, name: &str) -> bool {
    !part.is_empty() && name.contains(part)
}

fn unknown(option: &str, given: &str, names: &[&str], what: &str) -> String {
    let mut text = format!("{option} `{given}` is in no cell's name\n\n{what}: {}", names.join(", "));
    if let Some(name) = nearest(given, names.iter().copied()) {
        text.push_str(&format!("\n\nhelp: did you mean `{name}`?"));
    }
    text
}
