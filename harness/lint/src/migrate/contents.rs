//! What is said of a program that leaves bincode.

use super::counterpart::Row;
use super::fate::Fate;
use super::measure::{Measured, TargetValues, Values};
use super::plan::Plan;
use super::setup::Setup;
use super::target::Target;
use crate::judge::Evidence;
use crate::report::Outcome;
use crate::survey::{Place, Side, Unseen};
use serde::Serialize;

/// What is said of a program that leaves bincode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Migration {
    /// The formats that it could move to.
    pub targets: Vec<&'static Target>,
    /// Each type that a call writes or reads, by name.
    pub types: Vec<MigratedType>,
    /// The functions and options that its calls use, with what they are elsewhere.
    pub rows: Vec<&'static Row>,
    /// What the survey could not look into.
    pub unseen: Vec<Unseen>,
    /// What the tests wrote, if that was measured.
    pub measured: Option<Measured>,
}

/// A type that calls of bincode write or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MigratedType {
    /// Its name.
    pub type_name: String,
    /// Where it is declared, if a derive was seen.
    pub place: Option<Place>,
    /// The calls, in the order of files.
    pub calls: Vec<MigratedCall>,
    /// What becomes of its bytes.
    pub fate: Fate,
    /// What becomes of it in each target.
    pub targets: Vec<Moved>,
    /// What to do, the best first.
    pub plans: Vec<Plan>,
}

/// A call of bincode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MigratedCall {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// If that is in a generic function: where its type is chosen.
    pub chosen: Option<Place>,
    /// The function: `bincode::serialize`.
    pub function: String,
    /// Whether it writes or reads.
    pub side: Side,
    /// What it writes and accepts; none if that is decided when the program runs.
    pub setup: Option<Setup>,
    /// The rows of the table that it needs.
    pub keys: Vec<&'static str>,
    /// What becomes of the bytes.
    pub fate: Fate,
    /// What says so; empty if nothing does.
    pub why: String,
}

/// A type in a format that it could move to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The format.
    pub target: &'static str,
    /// What becomes of its values there.
    pub outcome: Outcome,
    /// What that rests on.
    pub evidence: Evidence,
    /// Why, unless it is accepted.
    pub reason: Option<String>,
    /// Whether its bytes are those that there are.
    pub bytes: Bytes,
}

/// Whether a target writes the bytes that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bytes {
    /// The layouts are the same: whatever a type asks of serde's data model is written alike.
    Same,
    /// The layouts differ. Single values may be alike by chance.
    Other,
    /// A call is set up when the program runs.
    Unknown,
}

impl Bytes {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "same, by the layout",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
}

impl MigratedType {
    /// What is said of it in a target.
    pub fn moved(&self, target: &str) -> Option<&Moved> {
        self.targets.iter().find(|moved| moved.target == target)
    }

    /// The layout of its calls, if it is one.
    pub fn layout(&self) -> Option<Setup> {
        let mut all = self.calls.iter().map(|call| call.setup.map(Setup::layout));
        let first = all.next()??;
        all.all(|other| other == Some(first)).then_some(first)
    }
}

impl MigratedCall {
    /// Where somebody can change it: the call, or where its type is chosen.
    pub fn line(&self) -> String {
        match &self.chosen {
            Some(chosen) => format!("{} for {chosen}", self.place),
            None => self.place.to_string(),
        }
    }
}

impl Moved {
    /// Whether its bytes are those that there are, with the values that say so.
    pub fn bytes_line(&self, values: Option<&Values>) -> String {
        let words = self.bytes.words();
        let Some(of) = values.and_then(|values| values.of(self.target)) else { return words.to_owned() };
        let TargetValues { written, failed, equal, .. } = *of;
        let compared = written + failed;
        match self.bytes {
            // What was seen counts more than what was expected.
            Bytes::Same if equal < compared => {
                format!(
                    "other: {} of {compared} values differ, {failed} of them are errors",
                    compared - equal
                )
            }
            Bytes::Same => format!("{words}, and so were {equal} of {compared} values"),
            _ if compared == 0 => words.to_owned(),
            _ => format!("{words}, {equal} of {compared} values were the same"),
        }
    }
}

impl Values {
    /// Sizes and times of a target, next to those of bincode.
    pub fn line(&self, target: &str) -> Option<String> {
        let of = self.of(target).filter(|of| of.written > 0)?;
        // Errors have no size, so the rest is compared by its means.
        let ratio = |of_all: u64, count: u64, old: u64| {
            let (new, old) = (of_all as f64 / count as f64, old as f64 / self.compared.max(1) as f64);
            if old > 0.0 { format!("{:.2}x", new / old) } else { "-".to_owned() }
        };
        let TargetValues { written, failed, bytes, nanos, smallest, largest, .. } = *of;
        let errors = if failed > 0 { format!(", {failed} errors") } else { String::new() };
        Some(format!(
            "{bytes} bytes ({}), {smallest} to {largest} each, {} ns each ({}){errors}",
            ratio(bytes, written, self.bytes),
            nanos / written,
            ratio(nanos, written, self.nanos),
        ))
    }

    /// How many there were, in bincode.
    pub fn head(&self) -> String {
        let Self { passed, compared, bytes, nanos, .. } = self;
        let values = if passed > compared {
            format!("{compared} of more than {passed} values")
        } else {
            format!("{compared} values, all that there were")
        };
        format!("{values}: {bytes} bytes, {} ns each by bincode", nanos / compared.max(&1))
    }
}

impl Migration {
    /// What was measured of a type.
    pub fn values(&self, type_name: &str) -> Option<&Values> {
        self.measured.as_ref()?.types.iter().find(|values| values.type_name == type_name)
    }

    /// What was measured of types that no call was seen of.
    pub fn other_values(&self) -> Vec<&Values> {
        let is_known = |name: &str| self.types.iter().any(|one| one.type_name == name);
        let all = self.measured.iter().flat_map(|measured| &measured.types);
        all.filter(|values| !is_known(&values.type_name)).collect()
    }

    /// How many calls there are.
    pub fn calls(&self) -> usize {
        let mut all: Vec<&Place> =
            self.types.iter().flat_map(|one| &one.calls).map(|call| &call.place).collect();
        all.sort();
        all.dedup();
        all.len()
    }
}
