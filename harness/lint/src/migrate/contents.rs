//! What is said of a program that leaves bincode.

use super::counterpart::Row;
use super::fate::Fate;
use super::measure::{Measured, Values};
use super::moved::Moved;
use super::plan::Plan;
use super::setup::Setup;
use super::target::Target;
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
