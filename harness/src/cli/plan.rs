//! Meaning: which cells to run, and how.

use super::args::{Args, ScaleName};
use super::suggest::nearest;
use crate::backend::Workers;
use crate::matrix::{Case, Scale, Suite, SweepCase};
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
    /// How much work.
    pub scale: Scale,
    /// How many workers.
    pub workers: Workers,
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
        let in_some = |part: &str| in_sweep(part) || suite.cases().iter().any(|case| is_in(part, case));
        if let Some(part) = args.only.iter().find(|part| !in_some(part)) {
            let names = suite.workloads().iter().map(|about| about.name);
            let names: Vec<_> = names.chain(sweep.map(|_| SweepCase::NAME)).collect();
            return Err(UsageError(unknown("--only", part, &names, "workloads")));
        }
        let wanted = |case: &&Case| {
            let cell = case.cell();
            let format = args.format.is_empty()
                || !cell.backend.encodes()
                || args.format.iter().any(|name| name == cell.format);
            format && (args.only.is_empty() || args.only.iter().any(|part| is_in(part, case)))
        };
        let cases: Vec<Case> = suite.cases().iter().filter(wanted).copied().collect();
        let sweep = sweep
            .filter(|_| args.only.is_empty() || args.only.iter().any(|part| in_sweep(part)))
            .filter(|case| args.format.is_empty() || args.format.iter().any(|name| name == case.format()));
        if cases.is_empty() && sweep.is_none() {
            let what = if suite.cases().is_empty() {
                "there is no workload to run"
            } else {
                "no cell has both the --only and the --format that were given: leave one of them out"
            };
            return Err(UsageError(what.to_owned()));
        }
        let filtered = cases.len() < suite.cases().len();
        Ok(Self {
            filtered,
            cases,
            sweep,
            scale: match args.scale {
                ScaleName::Small => Scale::Small,
                ScaleName::Full => Scale::Full,
            },
            workers: args.workers,
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
