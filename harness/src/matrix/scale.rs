//! How much work a workload does.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much work a run does.
///
/// A scale changes how long a task takes rather than how many tasks there are, so that what is reported as compatible does
/// not depend on it. The default is [`Quick`](Self::Quick).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// A cell takes milliseconds: for tests, and for a first look. Reports of schema 3 and earlier call it `small`.
    #[default]
    #[serde(alias = "small")]
    Quick,
    /// The sizes for which figures were published: for figures to rely on.
    Full,
}

impl Scale {
    /// The one of two values that is meant for this scale.
    ///
    /// ```
    /// assert_eq!(wirecheck::matrix::Scale::Quick.pick(1, 100), 1);
    /// ```
    pub fn pick<T>(self, quick: T, full: T) -> T {
        match self {
            Self::Quick => quick,
            Self::Full => full,
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pick("quick", "full"))
    }
}
