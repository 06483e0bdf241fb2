//! A type in a format that it could move to.

use super::measure::{TargetValues, Values};
use crate::judge::Evidence;
use crate::report::Outcome;
use serde::Serialize;

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
