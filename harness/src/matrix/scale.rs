//! How much work a workload does.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Small for tests, full for figures.
///
/// A scale changes how long a task takes rather than how many there are, so that what is reported as
/// compatible does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// A cell takes milliseconds.
    Small,
    /// The published size.
    #[default]
    Full,
}

impl Scale {
    /// The one of two values that is meant for this scale.
    ///
    /// ```
    /// assert_eq!(wirecheck::matrix::Scale::Small.pick(1, 100), 1);
    /// ```
    pub fn pick<T>(self, small: T, full: T) -> T {
        match self {
            Self::Small => small,
            Self::Full => full,
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pick("small", "full"))
    }
}
