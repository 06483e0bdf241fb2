//! Meaning: which cells to run, and how.

use super::args::{Args, ScaleName};
use super::suggest::nearest;
use crate::backend::Workers;
use crate::matrix::{BreakEvenCase, Case, Mix, Peers, Scale, Suite, SweepCase};
use std::fmt;
use std::path::PathBuf;

/// Arguments that were understood, for a suite that has what they name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The cells to run, in the order of the suite.
    pub cases: Vec<Case>,
    /// The sweep, if it is to be run.
    pub sweep: Option<SweepCase>,
    /// Whether workloads are run on fewer workers as well.
    pub scaling: bool,
    /// How long a task has to be, a format each.
    pub break_even: Vec<BreakEvenCase>,
    /// Waits and sums together, if they are to be run.
    pub mix: Option<Mix>,
    /// Other libraries, if they are to be run.
    pub peers: Option<Peers>,
    /// An earlier timing report to compare with.
    pub baseline: Option<PathBuf>,
    /// How much work.
    pub scale: Scale,
    /// How many workers.
    pub workers: Workers,
    /// How often each cell is run, after one run to warm up.
    pub runs: usize,
    /// Where the reports go.
    pub out: PathBuf,
    /// Where the cells go as JUnit XML.
    pub junit: Option<PathBuf>,
    /// How much to say.
    pub talk: Talk,
    /// Print the names of the cells only.
    pub list: bool,
    /// The suite has cells that are left out.
    pub filtered: bool,
    /// Cells with a fault are run too.
    pub faults: bool,
}

/// How much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// Only what went wrong.
    Quiet,
    /// The table.
    Normal,
    /// A line of progress per task as well.
    Verbose,
}

/// Arguments that are well formed and mean nothing here.
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
    /// When they name what is not there, or leave nothing to run; the error lists what there is.
    pub fn new(args: &Args, suite: &Suite) -> Result<Self, UsageError> {
        if let Some(name) = suite.shared_name() {
            return Err(UsageError(format!(
                "two workloads are named `{name}`: give one of them another name"
            )));
        }
        let formats = suite.formats();
        if let Some(name) = args.format.iter().find(|name| !formats.contains(&name.as_str())) {
            return Err(UsageError(unknown("--format", name, &formats, "formats")));
        }
        let sweep = suite.sweep_case();
        let in_sweep = |part: &str| sweep.is_some() && is_part(part, SweepCase::NAME);
        let extras = extras(suite);
        let in_extra = |part: &str| extras.iter().any(|name| is_part(part, name));
        let in_some = |part: &str| {
            in_sweep(part) || in_extra(part) || suite.cases().iter().any(|case| is_in(part, case))
        };
        if let Some(part) = args.only.iter().find(|part| !in_some(part)) {
            let names = suite.workloads().iter().map(|about| about.name);
            let names: Vec<_> =
                names.chain(sweep.map(|_| SweepCase::NAME)).chain(extras.iter().copied()).collect();
            return Err(UsageError(unknown("--only", part, &names, "workloads")));
        }
        let wanted = |case: &&Case| {
            let cell = case.cell();
            if cell.fault.is_some() && !args.faults {
                return false;
            }
            let format = args.format.is_empty()
                || !cell.backend.encodes()
                || args.format.iter().any(|name| name == cell.format);
            format && (args.only.is_empty() || args.only.iter().any(|part| is_in(part, case)))
        };
        let cases: Vec<Case> = suite.cases().iter().filter(wanted).copied().collect();
        let sweep = sweep
            .filter(|_| args.only.is_empty() || args.only.iter().any(|part| in_sweep(part)))
            .filter(|case| args.format.is_empty() || args.format.iter().any(|name| name == case.format()));
        let wants = |name: &str| args.only.is_empty() || args.only.iter().any(|part| is_part(part, name));
        let break_even: Vec<BreakEvenCase> = suite
            .break_even_cases()
            .iter()
            .filter(|_| wants(BreakEvenCase::NAME))
            .filter(|case| args.format.is_empty() || args.format.iter().any(|name| name == case.format()))
            .copied()
            .collect();
        let mix =
            suite.mix_case().filter(|_| wants(MIX) && (args.format.is_empty() || !args.only.is_empty()));
        let peers = suite.peers_case().filter(|_| args.peers);
        if args.peers && peers.is_none() {
            return Err(UsageError(
                "--peers: this program has no other libraries to compare with".to_owned(),
            ));
        }
        if cases.is_empty() && sweep.is_none() && break_even.is_empty() && mix.is_none() {
            let what = if suite.cases().is_empty() {
                "there is no workload to run"
            } else {
                "no cell has both the --only and the --format that were given: leave one of them out"
            };
            return Err(UsageError(what.to_owned()));
        }
        let regular = suite.cases().iter().filter(|case| args.faults || case.cell().fault.is_none());
        let filtered = cases.len() < regular.count();
        Ok(Self {
            filtered,
            faults: args.faults,
            cases,
            sweep,
            scaling: args.runs > 1 && !args.verbose,
            break_even,
            mix,
            peers,
            baseline: args.baseline.clone(),
            scale: match args.scale {
                ScaleName::Small => Scale::Small,
                ScaleName::Full => Scale::Full,
            },
            workers: args.workers,
            // A line a task is for watching one run.
            runs: if args.verbose { 1 } else { args.runs.into() },
            out: args.out.clone(),
            junit: args.junit.clone(),
            talk: match (args.quiet, args.verbose) {
                (true, _) => Talk::Quiet,
                (false, true) => Talk::Verbose,
                (false, false) => Talk::Normal,
            },
            list: args.list,
        })
    }
}

/// The name by which waits and sums together are asked for.
pub(super) const MIX: &str = "async_mix";

/// What can be asked for beside cells and the sweep.
fn extras(suite: &Suite) -> Vec<&'static str> {
    let break_even = (!suite.break_even_cases().is_empty()).then_some(BreakEvenCase::NAME);
    break_even.into_iter().chain(suite.mix_case().map(|_| MIX)).collect()
}

fn is_in(part: &str, case: &Case) -> bool {
    is_part(part, &case.cell().to_string())
}

/// An empty part would be in every name, which is not what anybody means by it.
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
