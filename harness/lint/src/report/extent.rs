//! What is underlined.

use crate::survey::Place;
use serde::{Deserialize, Serialize};

/// Tokens in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Extent {
    /// Where they begin.
    #[serde(flatten)]
    pub place: Place,
    /// The line at which they end.
    pub end_line: u32,
    /// The column behind them, from 1.
    pub end_column: u32,
}
