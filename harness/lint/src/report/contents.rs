//! All that is told of a survey.

use super::extent::Extent;
use super::problem::{Evidence, Problem, Severity};
use crate::survey::Unseen;
use serde::{Deserialize, Serialize};

/// All that is told of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What is wrong, in the order of the files.
    pub problems: Vec<Problem>,
    /// Each type that was judged, in each of its formats.
    pub cells: Vec<Cell>,
    /// What they are made of, and what that is made of: the edges of the graph of types.
    pub parts: Vec<Part>,
    /// Types of which nothing is known.
    pub unproven: Vec<Unproven>,
    /// What stayed dark, and why.
    pub unseen: Vec<Unseen>,
    /// How many findings a comment allows.
    pub allowed: usize,
    /// How many findings the baseline knows.
    pub baselined: usize,
}

/// A type in a format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The type.
    pub type_name: String,
    /// The format, by name.
    pub format: String,
    /// What becomes of its values.
    pub outcome: Outcome,
    /// What that rests on.
    pub evidence: Evidence,
    /// What it breaks, here or in a type that it is made of: also what is allowed, or known to the baseline.
    pub broken: Vec<Broken>,
    /// Why, in a sentence, unless it is accepted.
    pub reason: Option<String>,
    /// Whether a call was seen that brings it to the format itself.
    pub is_called: bool,
}

/// A type that another one is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// The type that holds it.
    pub type_name: String,
    /// The name of its field, with the variant before it; none inside a type of another crate.
    pub field: Option<String>,
    /// The type of the field.
    pub part: String,
}

/// A rule that a type breaks: the key of a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Broken {
    /// The code of the rule.
    pub code: String,
    /// The tokens that break it.
    pub extent: Option<Extent>,
    /// The type that breaks it.
    pub type_name: String,
}

/// What becomes of the values of a type in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Each comes back equal, or is an error where it is encoded.
    Accepted,
    /// Some does not.
    Refused,
    /// Somebody has to look: it depends on code or values.
    Review,
    /// It leads to a type of which nothing is known.
    Unproven,
}

/// A type of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unproven {
    /// The type.
    pub type_name: String,
    /// The formats that it meets.
    pub formats: Vec<String>,
    /// Why nothing is known.
    pub reason: String,
}

impl Cell {
    /// Whether a problem is one of this type, in this format.
    pub(crate) fn has(&self, problem: &Problem) -> bool {
        let is_it = |broken: &Broken| {
            broken.code == problem.code
                && broken.extent == problem.extent
                && (broken.extent.is_some() || problem.types.contains(&broken.type_name))
        };
        problem.formats.contains(&self.format) && self.broken.iter().any(is_it)
    }

    /// The codes of the rules that it breaks, each once.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.broken.iter().map(|broken| broken.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

impl Outcome {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Review => "review",
            Self::Unproven => "unproven",
        }
    }

    /// A sign that needs no colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Accepted => "\u{2713}",
            Self::Refused => "\u{2298}",
            Self::Review => "!",
            Self::Unproven => "?",
        }
    }
}

impl Report {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// The formats of all cells, in the order of the table of formats, then others by name.
    pub fn formats(&self) -> Vec<&str> {
        let mut formats: Vec<&str> = self.cells.iter().map(|cell| cell.format.as_str()).collect();
        let order = |name: &str| {
            let known = wirecheck_rules::FORMATS.iter().position(|format| format.name == name);
            known.unwrap_or(usize::MAX)
        };
        formats.sort_by_key(|name| (order(name), *name));
        formats.dedup();
        formats
    }

    /// The types of all cells, by name.
    pub fn types(&self) -> Vec<&str> {
        let mut types: Vec<&str> = self.cells.iter().map(|cell| cell.type_name.as_str()).collect();
        types.sort_unstable();
        types.dedup();
        types
    }
}
