//! What stayed dark.

use super::Place;
use serde::{Deserialize, Serialize};

/// Something that the survey could not look into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unseen {
    /// What it is: the name of a type, a function or a package.
    pub what: String,
    /// Where it is, if that is known.
    pub place: Option<Place>,
    /// Why it stayed dark, in words.
    pub reason: String,
}
