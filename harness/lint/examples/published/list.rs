//! The list of crates.

use serde::Deserialize;

/// A crate at a version, and what somebody saw who looked at its findings.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Pinned {
    pub(super) name: String,
    pub(super) version: String,
    #[serde(default)]
    pub(super) features: Vec<String>,
    #[serde(default = "yes")]
    pub(super) default_features: bool,
    /// What is built of it: cargo's own arguments. Not everything of a crate is in its crate file.
    #[serde(default = "library")]
    pub(super) targets: Vec<String>,
    /// A program of ours that uses it, with further dependencies as lines of a manifest: for types with hand-written impls, which
    /// are judged only where a call brings them to a format.
    #[serde(default)]
    pub(super) program: Option<Program>,
    /// What was seen.
    #[serde(default)]
    pub(super) findings: Vec<Reviewed>,
}

/// A program of ours.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Program {
    pub(super) dependencies: Vec<String>,
    pub(super) source: String,
}

/// A finding that is true.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reviewed {
    pub(super) code: String,
    /// The type that breaks the rule, without its parameters.
    #[serde(rename = "type")]
    pub(super) type_name: String,
    /// File and line, from the root of the crate.
    pub(super) at: String,
    /// Why it is true.
    #[serde(rename = "true")]
    pub(super) why: String,
    /// Where it was told of before: the finding is one that this list was made for.
    #[serde(default)]
    pub(super) known: Option<String>,
}

fn yes() -> bool {
    true
}

fn library() -> Vec<String> {
    vec!["--lib".to_owned()]
}

/// All of them.
pub(super) fn read() -> Result<Vec<Pinned>, String> {
    ron::from_str(include_str!("crates.ron")).map_err(|error| format!("crates.ron: {error}"))
}
