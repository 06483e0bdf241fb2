//! Where the time of each cell went: a bar a cell, a part a phase.

use super::bars::{self, Bar};
use super::figure::{Figure, Table};
use crate::report::texts::{cell, duration, unique};
use crate::report::{PhaseRow, Timing, TimingRow};

/// A figure a workload. Nothing where no phase was measured.
pub(super) fn figures(timing: &Timing) -> Vec<Figure> {
    let workloads = unique(timing.cells.iter().map(|row| row.workload.clone()));
    (0..).zip(&workloads).filter_map(|(number, workload)| figure(timing, number, workload)).collect()
}

fn figure(timing: &Timing, number: usize, workload: &str) -> Option<Figure> {
    let of_it = timing.cells.iter().filter(|row| row.workload == workload && row.fault.is_none());
    let rows: Vec<(&TimingRow, PhaseRow)> = of_it.filter_map(|row| Some((row, row.phases?))).collect();
    if rows.is_empty() {
        return None;
    }
    let bars: Vec<Bar> = rows.iter().map(|(row, phases)| bar(row, phases)).collect();
    let names = PhaseRow::default().named().map(|(name, _)| name.to_owned());
    Some(Figure {
        id: format!("phases-{number}"),
        title: workload.to_owned(),
        about: "Time by phase: what all workers had, `queue` being what they spent on no task, and what the program did for them.".to_owned(),
        size: bars::size(&bars),
        drawing: bars::draw(&bars, "time of all tasks together", duration),
        legend: names.iter().cloned().enumerate().collect(),
        solid: true,
        table: Table {
            heads: ["cell".to_owned()]
                .into_iter()
                .chain(names)
                .chain(["sum".to_owned(), "wall".to_owned()])
                .collect(),
            rows: rows.iter().map(|(row, phases)| line(row, phases)).collect(),
        },
    })
}

fn bar(row: &TimingRow, phases: &PhaseRow) -> Bar {
    let parts = phases.named().iter().map(|(_, time)| *time).enumerate().collect();
    Bar { label: cell(row), parts, spread: None, text: duration(phases.sum()) }
}

fn line(row: &TimingRow, phases: &PhaseRow) -> Vec<String> {
    let times = phases.named().into_iter().map(|(_, time)| duration(time));
    [cell(row)].into_iter().chain(times).chain([duration(phases.sum()), duration(row.wall)]).collect()
}
