//! [`Series`]: lines over a common axis.

use super::{Column, DataTable, Datum, Unit};
use serde::{Deserialize, Serialize};

/// Lines over a common axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What was measured.
    pub lines: Vec<Line>,
    /// What was not measured, but computed: drawn with dashes.
    pub guides: Vec<Guide>,
    /// Values on the horizontal axis that matter, such as where two lines cross.
    pub marks: Vec<Mark>,
}

/// An axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axis {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub unit: Unit,
    /// Whether each step multiplies the value. The other kind of axis begins at 0.
    pub logarithmic: bool,
}

/// A line through measured points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// The points, from left to right.
    pub points: Vec<Point>,
}

/// A measured point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Where on the horizontal axis.
    pub x: f64,
    /// The median of the runs.
    pub y: f64,
    /// The smallest run.
    pub low: f64,
    /// The largest run.
    pub high: f64,
}

/// A line that was computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// The measured line it belongs to, counted from 0; `None` where it belongs to none.
    pub line: Option<usize>,
    /// The points, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// A value on the horizontal axis that matters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The measured line it belongs to, counted from 0.
    pub line: usize,
    /// Where on the horizontal axis.
    pub x: f64,
    /// What it means.
    pub text: String,
}

impl Axis {
    /// An axis on which each step adds the same amount.
    pub fn linear(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit, logarithmic: false }
    }

    /// An axis on which each step multiplies by the same factor.
    pub fn logarithmic(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit, logarithmic: true }
    }
}

impl Point {
    /// The median of runs at `x`, with the smallest and the largest. `None` where there are no runs.
    pub fn of_runs(x: f64, runs: &[f64]) -> Option<Self> {
        match Datum::range(runs) {
            Datum::Range { value: y, low, high } => Some(Self { x, y, low, high }),
            _ => None,
        }
    }
}

impl Series {
    /// Axes without lines.
    pub fn new(x: Axis, y: Axis) -> Self {
        Self { x, y, lines: Vec::new(), guides: Vec::new(), marks: Vec::new() }
    }

    /// Adds a line. One without points is kept, so that its number stays.
    #[must_use]
    pub fn line(mut self, name: impl Into<String>, points: impl IntoIterator<Item = Point>) -> Self {
        self.lines.push(Line { name: name.into(), points: points.into_iter().collect() });
        self
    }

    /// Whether there is no point on any line.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.points.is_empty())
    }

    /// The values on the horizontal axis at which some line has a point, each once, from left to right.
    pub fn xs(&self) -> Vec<f64> {
        let mut xs: Vec<f64> = self.lines.iter().flat_map(|line| &line.points).map(|point| point.x).collect();
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        xs
    }

    /// The same figures as a table: a column per line, or, where there are more lines than values, a row per line. The latter has
    /// the values of the horizontal axis as names of columns, for which `print` makes words.
    ///
    /// ```
    /// use wirecheck::matrix::{Axis, Datum, Point, Series, Unit};
    ///
    /// let point = |x, y| Point { x, y, low: y, high: y };
    /// let series = Series::new(Axis::linear("workers", Unit::Count), Axis::linear("time", Unit::Seconds))
    ///     .line("pool", [point(1.0, 4.0), point(2.0, 2.0)]);
    /// let table = series.table(|unit, value| format!("{value} {unit:?}"));
    /// assert_eq!(table.columns[1].name, "pool");
    /// assert_eq!(table.rows[1][0], Datum::Number(2.0));
    /// ```
    pub fn table(&self, print: impl Fn(Unit, f64) -> String) -> DataTable {
        let xs = self.xs();
        let at = |line: &Line, x: f64| {
            let point = line.points.iter().find(|point| point.x == x);
            point.map_or(Datum::Missing, |point| Datum::Range {
                value: point.y,
                low: point.low,
                high: point.high,
            })
        };
        if self.lines.len() <= xs.len() {
            let names = self.lines.iter().map(|line| Column::new(&line.name, self.y.unit));
            let mut table = DataTable::new([Column::new(&self.x.name, self.x.unit)].into_iter().chain(names));
            for x in xs {
                table.push([Datum::Number(x)].into_iter().chain(self.lines.iter().map(|line| at(line, x))));
            }
            return table;
        }
        let names = xs.iter().map(|x| Column::new(print(self.x.unit, *x), self.y.unit));
        let mut table = DataTable::new([Column::text(&self.x.name)].into_iter().chain(names));
        for line in &self.lines {
            table.push([Datum::text(&line.name)].into_iter().chain(xs.iter().map(|x| at(line, *x))));
        }
        table
    }
}
