//! A verdict: a type, a format, and what becomes of it.

use super::evidence::Evidence;
use super::finding::{Finding, Severity, Step};

/// What was found of a type in a format.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The type, by the name that `core::any::type_name` gives it.
    pub type_name: String,
    /// The format, by its name in `wirecheck_rules::FORMATS`.
    pub format: String,
    /// What was found.
    pub outcome: Outcome,
    /// What it rests on.
    pub evidence: Evidence,
    /// Further findings of a refused type, in the order of the walk.
    pub others: Vec<Finding>,
}

/// What becomes of the values of a type in a format.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Each comes back equal, or is an error where it is encoded.
    Accepted,
    /// Some does not, or it may not: the first finding.
    Refused(Finding),
    /// It leads to a type of which nothing is known.
    Unproven(Unproven),
}

/// A type of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unproven {
    /// The type.
    pub type_name: String,
    /// The steps from the type that was asked about to this one.
    pub path: Vec<Step>,
    /// Why nothing is known.
    pub reason: String,
}

impl Verdict {
    /// All findings, the first one too.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let first = match &self.outcome {
            Outcome::Refused(first) => Some(first),
            Outcome::Accepted | Outcome::Unproven(_) => None,
        };
        first.into_iter().chain(&self.others)
    }

    /// The worst severity of the findings.
    pub fn severity(&self) -> Option<Severity> {
        self.findings().map(|finding| finding.severity).min()
    }
}
