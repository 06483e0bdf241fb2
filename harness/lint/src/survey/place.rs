//! Where something is written.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in a file: both numbers count from 1, columns are characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// As the compiler names it: relative to the root of the workspace for its members, else absolute.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1; 0 where only the line is known.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column } = self;
        match column {
            0 => write!(f, "{file}:{line}"),
            _ => write!(f, "{file}:{line}:{column}"),
        }
    }
}
