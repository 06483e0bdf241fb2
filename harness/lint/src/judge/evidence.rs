//! What a verdict rests on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a verdict rests on, from the strongest to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// Declarations and types of std, by the rules of the derive.
    Proved,
    /// The same, and types of other crates, which were tried.
    Known,
    /// Values that were seen to come back.
    Observed,
    /// Some part of it is only written, or only read, so that one of its impls was not seen; or it meets the format behind
    /// `dyn`, if at all.
    Possible,
    /// Nothing is known of some type.
    Unproven,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Proved => "proved",
            Self::Known => "known",
            Self::Observed => "observed",
            Self::Possible => "possible",
            Self::Unproven => "unproven",
        })
    }
}
