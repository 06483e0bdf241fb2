//! The matrices for the script: few bytes for each cell, and nothing that could end the element they are in.

use super::grid::{Grid, GridCell, GridRow};
use crate::matrix::Unit;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct Data<'a> {
    id: &'a str,
    first: &'a str,
    columns: &'a [String],
    /// Key, name, unit.
    metrics: Vec<[&'a str; 3]>,
    /// Each once; cells name them by number, from 1.
    notes: Vec<&'a str>,
    rows: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    /// Its name.
    n: &'a str,
    /// A letter for each cell: the first of its outcome, a capital where that was not expected. A blank where there is no cell.
    s: String,
    /// The number of a note for each cell, or 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    r: Vec<usize>,
    /// For every metric a value for each cell; empty where no cell has one.
    v: Vec<Vec<Option<f64>>>,
}

/// The text of a `<script type="application/json">`.
pub(super) fn json(grids: &[&Grid]) -> String {
    let data: Vec<Data<'_>> = grids.iter().map(|grid| of(grid)).collect();
    // Names are strings and no number is a key: nothing in it can fail.
    let text = serde_json::to_string(&data).unwrap_or_else(|_| "[]".to_owned());
    // `<` begins all that HTML looks for in a script; in JSON it only stands in strings.
    text.replace('<', "\\u003c")
}

fn of(grid: &Grid) -> Data<'_> {
    let mut notes = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let rows = grid.rows.iter().map(|row| {
        let r: Vec<usize> = (row.cells.iter())
            .map(|cell| match cell.as_ref().and_then(|cell| cell.note.as_deref()) {
                None => 0,
                Some(note) => *numbers.entry(note).or_insert_with(|| {
                    notes.push(note);
                    notes.len()
                }),
            })
            .collect();
        Line {
            n: &row.name,
            s: row.cells.iter().map(|cell| cell.as_ref().map_or(' ', letter)).collect(),
            r: if r.iter().all(|number| *number == 0) { Vec::new() } else { r },
            v: (0..grid.metrics.len()).map(|metric| values(row, metric)).collect(),
        }
    });
    let rows = rows.collect();
    Data {
        id: grid.id,
        first: grid.first,
        columns: &grid.columns,
        metrics: grid.metrics.iter().map(|metric| [metric.key, metric.name, unit(metric.unit)]).collect(),
        notes,
        rows,
    }
}

fn letter(cell: &GridCell) -> char {
    let first = cell.outcome.chars().next().unwrap_or(' ');
    if cell.as_expected { first } else { first.to_ascii_uppercase() }
}

fn values(row: &GridRow, metric: usize) -> Vec<Option<f64>> {
    let value = |cell: &Option<GridCell>| cell.as_ref()?.values.get(metric).copied().flatten().map(short);
    let values: Vec<_> = row.cells.iter().map(value).collect();
    if values.iter().all(Option::is_none) { Vec::new() } else { values }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Bytes => "B",
        Unit::Times => "x",
        _ => "",
    }
}

/// Five digits: three of them are displayed.
pub(super) fn short(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
