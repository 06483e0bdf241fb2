//! The matrices as rows, columns and cells: workloads x (backend, format), and types x formats.

use crate::matrix::text::label;
use crate::matrix::{Outcome, Unit};
use crate::report::texts::unique;
use crate::report::{Compat, CompatRow, Timing, TimingRow, TypeRow};

/// A matrix.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// The head of the column of names.
    pub(super) first: &'static str,
    pub(super) columns: Vec<String>,
    pub(super) metrics: Vec<Metric>,
    pub(super) rows: Vec<GridRow>,
}

/// Something that was measured in every cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Metric {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) unit: Unit,
}

#[derive(Debug)]
pub(super) struct GridRow {
    pub(super) name: String,
    /// One for each column.
    pub(super) cells: Vec<Option<GridCell>>,
}

#[derive(Debug)]
pub(super) struct GridCell {
    pub(super) outcome: &'static str,
    pub(super) as_expected: bool,
    /// The reason for the outcome, or what follows from it.
    pub(super) note: Option<String>,
    /// One for each metric.
    pub(super) values: Vec<Option<f64>>,
}

const TASKS: Metric = Metric { key: "tasks", name: "Tasks", unit: Unit::Count };
const SAMPLES: Metric = Metric { key: "samples", name: "Samples", unit: Unit::Count };
const TIMED: [Metric; 5] = [
    Metric { key: "wall", name: "Wall time", unit: Unit::Seconds },
    Metric { key: "speed-up", name: "Speed-up", unit: Unit::Times },
    Metric { key: "per-task", name: "Time per task", unit: Unit::Seconds },
    Metric { key: "moved", name: "Bytes moved", unit: Unit::Bytes },
    Metric { key: "start-up", name: "Start-up", unit: Unit::Seconds },
];
/// Where memory was measured.
const PEAKS: [Metric; 2] = [
    Metric { key: "peak-parent", name: "Peak, parent", unit: Unit::Bytes },
    Metric { key: "peak-worker", name: "Peak, worker", unit: Unit::Bytes },
];

impl Grid {
    /// The workloads, with times where there are any. `None` where there are no cells.
    pub(super) fn of_workloads(compat: &Compat, timing: Option<&Timing>) -> Option<Self> {
        let mut metrics = vec![TASKS];
        if timing.is_some_and(|timing| !timing.cells.is_empty()) {
            metrics.extend(TIMED);
        }
        let timed = || timing.into_iter().flat_map(|timing| &timing.cells);
        if timed().any(|row| row.peak_parent.is_some() || row.peak_worker.is_some()) {
            metrics.extend(PEAKS);
        }
        let mut grid = Self {
            id: "workloads",
            title: "Workloads",
            first: "workload",
            columns: unique(compat.cells.iter().map(column)),
            metrics,
            rows: Vec::new(),
        };
        for workload in unique(compat.cells.iter().map(|row| row.workload.clone())) {
            let (cells, faulty): (Vec<_>, Vec<_>) = compat
                .cells
                .iter()
                .filter(|row| row.workload == workload)
                .partition(|row| row.fault.is_none());
            let modes = unique(cells.iter().filter_map(|row| row.transfer.clone()));
            let modes: Vec<Option<String>> =
                if modes.is_empty() { vec![None] } else { modes.into_iter().map(Some).collect() };
            for (number, mode) in modes.iter().enumerate() {
                // What ran in this process has no transfer mode, and is in the first line.
                let here =
                    |row: &&&CompatRow| row.transfer == *mode || (row.transfer.is_none() && number == 0);
                let cell = |name: &String| {
                    let row = cells.iter().filter(here).find(|row| column(row) == *name)?;
                    Some(GridCell::of_workload(row, timing, &grid.metrics))
                };
                let name = match mode {
                    Some(mode) => format!("{workload}, {}", mode.replace('_', " ")),
                    None => workload.clone(),
                };
                grid.rows.push(GridRow { name, cells: grid.columns.iter().map(cell).collect() });
            }
            for fault in unique(faulty.iter().filter_map(|row| row.fault.clone())) {
                let cell = |name: &String| {
                    let is_it =
                        |row: &&&CompatRow| row.fault.as_ref() == Some(&fault) && column(row) == *name;
                    let row = faulty.iter().find(is_it)?;
                    Some(GridCell::of_workload(row, timing, &grid.metrics))
                };
                let name = format!("{workload}, fault {}", fault.replace('_', " "));
                grid.rows.push(GridRow { name, cells: grid.columns.iter().map(cell).collect() });
            }
        }
        (!grid.rows.is_empty()).then_some(grid)
    }

    /// The types. `None` where there are none.
    pub(super) fn of_types(compat: &Compat) -> Option<Self> {
        let columns = unique(compat.types.iter().map(|row| row.format.clone()));
        let mut rows: Vec<GridRow> = Vec::new();
        let mut numbers = std::collections::HashMap::new();
        for row in &compat.types {
            let at = *numbers.entry(row.name.as_str()).or_insert_with(|| {
                let cells = columns.iter().map(|_| None).collect();
                rows.push(GridRow { name: row.name.clone(), cells });
                rows.len() - 1
            });
            if let Some(column) = columns.iter().position(|format| *format == row.format) {
                rows[at].cells[column] = Some(GridCell::of_type(row));
            }
        }
        let metrics = vec![SAMPLES];
        let grid = Self { id: "types", title: "Types", first: "type", columns, metrics, rows };
        (!grid.rows.is_empty()).then_some(grid)
    }

    /// How many cells there are.
    pub(super) fn count(&self) -> usize {
        self.cells().count()
    }

    /// Every cell with the names of its row and column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str, &GridCell)> {
        self.rows.iter().flat_map(|row| {
            let cells = row.cells.iter().zip(&self.columns);
            cells.filter_map(|(cell, column)| Some((row.name.as_str(), column.as_str(), cell.as_ref()?)))
        })
    }
}

impl GridCell {
    fn of_workload(row: &CompatRow, timing: Option<&Timing>, metrics: &[Metric]) -> Self {
        let timed = timing.and_then(|timing| timing.cells.iter().find(|timed| is_of(timed, row)));
        let mut cell = Self::new(&row.outcome, &row.expected, timed.and_then(|timed| timed.advice.clone()));
        let passed = timed.filter(|timed| row.outcome == Outcome::Pass && timed.wall > 0.0);
        let value = |metric: &Metric| match metric.key {
            "tasks" => Some(row.tasks as f64),
            key => measured(key, passed?),
        };
        cell.values = metrics.iter().map(value).collect();
        cell
    }

    fn of_type(row: &TypeRow) -> Self {
        let verdict = match (row.accepted, row.expected.as_str()) {
            (false, _) => "the compiler refuses it",
            (true, "wrong" | "failed") => {
                "the compiler accepts it because the author opted in, and nothing is promised"
            }
            (true, _) => "the compiler accepts it",
        };
        let mut cell = Self::new(&row.outcome, &row.expected, Some(verdict.to_owned()));
        cell.values.push((row.samples > 0).then_some(row.samples as f64));
        cell
    }

    fn new(outcome: &Outcome, expected: &str, more: Option<String>) -> Self {
        let word = outcome.word();
        let as_expected = word == expected;
        let mut parts = Vec::new();
        if !as_expected {
            parts.push(format!("should be {expected}"));
        }
        let text = outcome.to_string();
        // The word is there already.
        let reason = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(": "));
        parts.extend(reason.map(|reason| reason.replace('\n', " ")));
        parts.extend(more);
        Self {
            outcome: word,
            as_expected,
            note: (!parts.is_empty()).then(|| parts.join("; ")),
            values: Vec::new(),
        }
    }
}

/// A value of a metric, by its key.
fn measured(key: &str, row: &TimingRow) -> Option<f64> {
    match key {
        "wall" => Some(row.wall),
        "speed-up" => row.speed_up,
        "per-task" => Some(row.per_task),
        "moved" => Some((row.sent + row.received) as f64),
        "start-up" => Some(row.start_up),
        "peak-parent" => row.peak_parent.map(|peak| peak as f64),
        "peak-worker" => row.peak_worker.map(|peak| peak as f64),
        _ => None,
    }
}

/// Whether a row of times is that of a cell.
fn is_of(timed: &TimingRow, row: &CompatRow) -> bool {
    timed.workload == row.workload
        && timed.backend == row.backend
        && timed.format == row.format
        && timed.transfer == row.transfer
        && timed.fault == row.fault
}

fn column(row: &CompatRow) -> String {
    label(row.backend, &row.format)
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
