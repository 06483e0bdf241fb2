//! [`DataTable`]: rows of values, each with the unit of its column.

use crate::matrix::Estimate;
use serde::{Deserialize, Serialize};

/// What the values of a column or of an axis are, so that each renderer can print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Words.
    Text,
    /// A number without a unit.
    Count,
    /// Seconds.
    Seconds,
    /// Bytes, in powers of 1000.
    Bytes,
    /// Bytes, in powers of 1024.
    BinaryBytes,
    /// Bytes per second.
    BytesPerSecond,
    /// A ratio.
    Times,
    /// A share of 1, printed in per cent.
    Share,
}

/// A table with typed columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataTable {
    /// The columns. The first one names the rows.
    pub columns: Vec<Column>,
    /// The rows, with one value per column.
    pub rows: Vec<Vec<Datum>>,
    /// The rows that a plot of bars emphasises, counted from 0. With none, all rows look the same.
    pub emphasised: Vec<usize>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub unit: Unit,
}

/// A value in a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Datum {
    /// There is none.
    Missing,
    /// Words.
    Text(String),
    /// A number in the unit of its column.
    Number(f64),
    /// The median of several runs, with the smallest and the largest.
    Range {
        /// The median.
        value: f64,
        /// The smallest.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// A figure with its confidence interval.
    Estimate(Estimate),
}

impl DataTable {
    /// A table with these columns and no rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new(), emphasised: Vec::new() }
    }

    /// Adds a row. Values that are left out at its end are missing; those without a column are dropped.
    #[must_use]
    pub fn row(mut self, row: impl IntoIterator<Item = Datum>) -> Self {
        self.push(row);
        self
    }

    /// Adds a row, as [`row`](Self::row) does.
    pub fn push(&mut self, row: impl IntoIterator<Item = Datum>) {
        let mut row: Vec<Datum> = row.into_iter().collect();
        row.resize(self.columns.len(), Datum::Missing);
        self.rows.push(row);
    }

    /// Emphasises the last row.
    pub fn emphasise_last(&mut self) {
        self.emphasised.extend(self.rows.len().checked_sub(1));
    }
}

impl Column {
    /// A column of values of a unit.
    pub fn new(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit }
    }

    /// A column of words.
    pub fn text(name: impl Into<String>) -> Self {
        Self::new(name, Unit::Text)
    }
}

impl Datum {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number, if there is one.
    pub fn number(number: impl Into<Option<f64>>) -> Self {
        number.into().map_or(Self::Missing, Self::Number)
    }

    /// A whole number.
    pub fn count(count: usize) -> Self {
        Self::Number(count as f64)
    }

    /// A figure with its interval, if there is one.
    pub fn estimate(estimate: impl Into<Option<Estimate>>) -> Self {
        estimate.into().map_or(Self::Missing, Self::Estimate)
    }

    /// The median of runs, with the smallest and the largest; [`Missing`](Self::Missing) where there are no runs.
    ///
    /// ```
    /// use wirecheck::matrix::Datum;
    ///
    /// assert_eq!(Datum::range(&[3.0, 1.0, 2.0]), Datum::Range { value: 2.0, low: 1.0, high: 3.0 });
    /// assert_eq!(Datum::range(&[]), Datum::Missing);
    /// ```
    pub fn range(runs: &[f64]) -> Self {
        let Some(value) = crate::matrix::statistics::median(runs) else { return Self::Missing };
        let low = runs.iter().copied().fold(value, f64::min);
        let high = runs.iter().copied().fold(value, f64::max);
        Self::Range { value, low, high }
    }

    /// The number in it, if it has one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Missing | Self::Text(_) => None,
            Self::Number(value) | Self::Range { value, .. } => Some(*value),
            Self::Estimate(estimate) => Some(estimate.value),
        }
    }
}
