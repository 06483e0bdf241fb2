//! What is found in a crate.

use super::list::Pinned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;
use wirecheck_lint::report::{Files, Outcome, Problem, Scope, Severity, report};
use wirecheck_lint::{Options, survey};

/// The formats that each type is asked about.
pub(super) const FORMATS: &[&str] =
    &["bincode1", "bincode", "postcard", "messagepack", "messagepack-named", "cbor"];

/// What is known of a crate.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) types: usize,
    /// By format.
    pub(super) cells: BTreeMap<String, Cells>,
    /// Calls that bring a type to a format of the table, in its own code.
    pub(super) calls: usize,
    pub(super) findings: Vec<Finding>,
    /// Of the build and the survey.
    pub(super) seconds: f64,
}

/// How many types there are of each kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Cells {
    pub(super) accepted: usize,
    pub(super) refused: usize,
    pub(super) review: usize,
    pub(super) unproven: usize,
}

/// A finding, without what may change from run to run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Finding {
    pub(super) at: String,
    pub(super) code: String,
    pub(super) type_name: String,
    pub(super) is_error: bool,
    pub(super) formats: BTreeSet<String>,
    pub(super) message: String,
}

impl Row {
    pub(super) fn new(folder: &Path, pinned: &Pinned) -> Result<Self, String> {
        let start = Instant::now();
        let mut cargo: Vec<String> =
            if pinned.program.is_some() { vec!["--bins".to_owned()] } else { pinned.targets.clone() };
        if pinned.program.is_none() {
            if !pinned.features.is_empty() {
                cargo.push(format!("--features={}", pinned.features.join(",")));
            }
            if !pinned.default_features {
                cargo.push("--no-default-features".to_owned());
            }
        }
        let options = Options {
            folder: Some(folder.to_owned()),
            cargo: cargo.into_iter().map(Into::into).collect(),
            is_quiet: true,
            ..Options::default()
        };
        let survey = survey(&options).map_err(|error| error.to_string())?;
        let seconds = start.elapsed().as_secs_f64();
        let files = Files::new(folder);
        let names: Vec<String> = FORMATS.iter().map(|name| (*name).to_owned()).collect();
        let asked = report(&survey, &files, &Scope { formats: Some(names), has_dependencies: false });
        let met = report(&survey, &files, &Scope::default());
        let mut cells: BTreeMap<String, Cells> = BTreeMap::new();
        for cell in &asked.cells {
            let counts = cells.entry(cell.format.clone()).or_default();
            match cell.outcome {
                Outcome::Accepted => counts.accepted += 1,
                Outcome::Refused => counts.refused += 1,
                Outcome::Review => counts.review += 1,
                Outcome::Unproven => counts.unproven += 1,
            }
        }
        let mut findings: BTreeMap<(String, String, String), Finding> = BTreeMap::new();
        // What a type of another crate would break in a format that it does not meet has no place in this one.
        let placed = asked.problems.iter().filter(|problem| problem.extent.is_some());
        for problem in placed.chain(&met.problems) {
            for finding in findings_of(problem) {
                let key = (finding.at.clone(), finding.code.clone(), finding.type_name.clone());
                let all = findings.entry(key).or_insert_with(|| finding.clone());
                all.formats.extend(finding.formats);
                all.is_error |= finding.is_error;
            }
        }
        let calls = survey.roots.iter().filter(|root| root.package.is_member);
        let calls = calls.filter(|root| root.format.as_deref().is_some_and(|it| FORMATS.contains(&it)));
        Ok(Self {
            types: asked.types().len(),
            cells,
            calls: calls.map(|root| &root.call).collect::<BTreeSet<_>>().len(),
            findings: findings.into_values().collect(),
            seconds,
        })
    }
}

/// A problem is of one declaration; where it has none, of each type.
fn findings_of(problem: &Problem) -> Vec<Finding> {
    let types: BTreeSet<&str> = problem.types.iter().map(|name| without_parameters(name)).collect();
    let finding = |type_name: &str| Finding {
        at: match &problem.extent {
            Some(extent) => format!("{}:{}", from_crate(&extent.place.file), extent.place.line),
            None => problem.calls.first().map_or_else(String::new, |call| {
                format!("{}:{}", from_crate(&call.place.file), call.place.line)
            }),
        },
        code: problem.code.clone(),
        type_name: type_name.to_owned(),
        is_error: problem.severity == Severity::Error,
        formats: problem.formats.iter().cloned().collect(),
        message: problem.message.clone(),
    };
    types.into_iter().map(finding).collect()
}

fn without_parameters(name: &str) -> &str {
    // A type within a method begins with `<`, and may have no parameters.
    let start = name.find(" as ").map_or(0, |at| name[at..].find(">::").map_or(0, |of| at + of + 3));
    name[start..].find('<').map_or(name, |at| &name[..start + at])
}

/// A file of a dependency without the folder that cargo has on this machine.
fn from_crate(file: &str) -> &str {
    let in_registry = || file.split_once("/registry/src/")?.1.split_once('/').map(|(_, rest)| rest);
    in_registry().unwrap_or(file)
}
