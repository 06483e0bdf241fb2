//! Where the time of each cell went: a bar for each cell, a part of it for each phase.

use super::bars::{self, Bar};
use super::figure::{Drawing, Figure, WordTable};
use crate::report::texts::unique;
use crate::report::units::duration;
use crate::report::{PhaseRow, Timing, TimingRow};

/// A figure for each workload of which phases were measured.
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
        about: "The time of all workers by phase, `queue` being what they did not spend on tasks, and the time that the program \
                spent for them."
            .to_owned(),
        drawing: Some(Drawing {
            size: bars::size(&bars),
            markup: bars::draw(&bars, "time of all tasks together", duration),
            legend: names.iter().cloned().enumerate().collect(),
            is_solid: true,
        }),
        table: WordTable {
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
    Bar { label: row.label(), parts, spread: None, text: duration(phases.sum()) }
}

fn line(row: &TimingRow, phases: &PhaseRow) -> Vec<String> {
    let times = phases.named().into_iter().map(|(_, time)| duration(time));
    [row.label()].into_iter().chain(times).chain([duration(phases.sum()), duration(row.wall)]).collect()
}
