//! [`Findings`]: what a measurement found, as values that every renderer can draw.

use super::{DataTable, Series};
use serde::{Deserialize, Serialize};

/// What a [`Measurement`](super::Measurement) found: one section of every report.
///
/// The terminal, Markdown, RON, JSON, HTML and the plots are all made from it, so a measurement says nothing about any of them.
///
/// ```
/// use wirecheck::matrix::{Column, DataTable, Datum, Findings, Unit};
///
/// let table = DataTable::new([Column::text("cache"), Column::new("time", Unit::Seconds)])
///     .row([Datum::text("cold"), Datum::Number(0.25)])
///     .row([Datum::text("warm"), Datum::Number(0.05)]);
/// let found = Findings::new("caches", "Caches")
///     .about("The first run and the others.")
///     .advice("run it twice: the second run is five times as fast")
///     .table("All caches", table);
/// assert_eq!(found.parts.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Findings {
    /// The measurement's name, in `snake_case`: it is asked for by it, and its plots are named after it.
    pub name: String,
    /// The heading of its section.
    pub title: String,
    /// What was measured, in sentences.
    pub about: String,
    /// What to do about it, in sentences; reports show these first.
    pub advice: Vec<String>,
    /// What else there is to say, in sentences.
    pub notes: Vec<String>,
    /// The figures.
    pub parts: Vec<Part>,
    /// What went wrong. A run with failures does not end with exit code 0.
    pub failures: Vec<String>,
}

/// One table or one plot of [`Findings`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its title, which is different from that of every other part.
    pub title: String,
    /// How to read it, in sentences; may be empty.
    pub about: String,
    /// The figures.
    pub data: Data,
    /// Whether it is left out where there is little room, such as on a terminal.
    pub is_detail: bool,
}

/// The figures of a [`Part`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Data {
    /// Rows and columns; a plot of bars where a column has [ranges](super::Datum::Range).
    Table(DataTable),
    /// Lines over a common axis: a plot, and a table with the same figures.
    Series(Series),
}

impl Findings {
    /// Findings without any figures. A section without figures, notes and failures is left out of reports.
    pub fn new(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self { name: name.into(), title: title.into(), ..Self::default() }
    }

    /// Says what was measured.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Adds a sentence about what to do. An empty one is left out.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice.extend(Some(advice.into()).filter(|advice| !advice.is_empty()));
        self
    }

    /// Adds a sentence about anything else.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a table. One without rows is left out.
    #[must_use]
    pub fn table(self, title: impl Into<String>, table: DataTable) -> Self {
        if table.rows.is_empty() { self } else { self.part(title, "", Data::Table(table), false) }
    }

    /// Adds a plot. One without points is left out.
    #[must_use]
    pub fn series(self, title: impl Into<String>, about: impl Into<String>, series: Series) -> Self {
        if series.is_empty() { self } else { self.part(title, about, Data::Series(series), false) }
    }

    /// Adds a plot that is left out where there is little room. One without points is left out.
    #[must_use]
    pub fn detail(self, title: impl Into<String>, about: impl Into<String>, series: Series) -> Self {
        if series.is_empty() { self } else { self.part(title, about, Data::Series(series), true) }
    }

    /// Adds a table that is left out where there is little room. One without rows is left out.
    #[must_use]
    pub fn detail_table(self, title: impl Into<String>, about: impl Into<String>, table: DataTable) -> Self {
        if table.rows.is_empty() { self } else { self.part(title, about, Data::Table(table), true) }
    }

    fn part(
        mut self,
        title: impl Into<String>,
        about: impl Into<String>,
        data: Data,
        is_detail: bool,
    ) -> Self {
        self.parts.push(Part { title: title.into(), about: about.into(), data, is_detail });
        self
    }

    /// Adds what went wrong.
    #[must_use]
    pub fn failure(mut self, failure: impl Into<String>) -> Self {
        self.failures.push(failure.into());
        self
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.notes.is_empty() && self.failures.is_empty()
    }
}
