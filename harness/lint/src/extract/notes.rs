//! What is kept of a compiled crate, in a file of its own next to what cargo built.

use super::Record;
use crate::survey::{Place, Side};
use serde::{Deserialize, Serialize};

/// Changes whenever the files do.
pub(crate) const FORM: &str = "4";

/// Whose code was compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Crate {
    pub(crate) package: String,
    pub(crate) version: String,
    /// The folder of its manifest.
    pub(crate) folder: String,
}

/// What a crate says. Numbers are indices into `names`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notes {
    pub(crate) of: Crate,
    pub(crate) names: Vec<String>,
    pub(crate) places: Vec<Place>,
    pub(crate) sources: Vec<Record>,
    pub(crate) types: Vec<Noted>,
    pub(crate) meetings: Vec<Met>,
    pub(crate) calls: Vec<Call>,
    /// Types that a format writes or reads by a trait of its own.
    pub(crate) by_own_trait: Vec<u32>,
    /// Whether there was any code.
    pub(crate) has_code: bool,
}

/// A derived type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    pub(crate) name: u32,
    pub(crate) fields: Vec<u32>,
    pub(crate) converted: Vec<u32>,
    /// The number in the record.
    pub(crate) source: u64,
}

/// A type and a serializer or deserializer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Met {
    pub(crate) name: u32,
    pub(crate) side: Side,
    pub(crate) serializer: u32,
}

/// A function uses another that leads to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// An index into `places`.
    pub(crate) place: Option<u32>,
}
