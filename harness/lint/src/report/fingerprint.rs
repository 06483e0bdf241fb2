//! What a finding is, apart from where it stands: line numbers change with every edit.

use super::files::Files;
use super::problem::Problem;
use std::collections::HashMap;

/// A finding without line numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Fingerprint {
    pub(crate) rule: String,
    /// The path of the type, without parameters.
    pub(crate) type_path: String,
    /// The field and the tokens, as they are written.
    pub(crate) tokens: String,
}

impl Fingerprint {
    pub(crate) fn of(problem: &Problem, files: &Files) -> Self {
        let name = problem.types.first().map(String::as_str).unwrap_or_default();
        let tokens = problem.extent.as_ref().and_then(|extent| files.tokens(extent)).unwrap_or_default();
        Self { rule: problem.code.clone(), type_path: without_parameters(name), tokens }
    }
}

/// The text of each problem's fingerprint, all different: equal ones are numbered.
pub(crate) fn texts(problems: &[Problem], files: &Files) -> Vec<String> {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let text = |problem: &Problem| {
        let fingerprint = Fingerprint::of(problem, files);
        let number = seen.entry(fingerprint.clone()).or_default();
        *number += 1;
        let Fingerprint { rule, type_path, tokens } = fingerprint;
        format!("{rule}|{type_path}|{tokens}|{number}")
    };
    problems.iter().map(text).collect()
}

/// The path alone: a parameter more is no other declaration.
fn without_parameters(name: &str) -> String {
    name.split('<').next().unwrap_or_default().to_owned()
}
