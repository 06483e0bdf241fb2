//! From which size of a task on a backend is worth it: time a task there over time a task in a plain loop.

use super::figure::{Figure, Table};
use super::plot::Plot;
use crate::report::texts::{duration, from, place, sentence};
use crate::report::{BreakEvenRow, Timing};
use maud::html;

/// The figure, where that was measured.
pub(super) fn figure(timing: &Timing) -> Option<Figure> {
    let rows = &timing.break_even;
    let lines: Vec<Vec<(f64, f64)>> = rows.iter().map(points).collect();
    let all: Vec<(f64, f64)> = lines.iter().flatten().copied().collect();
    if all.is_empty() {
        return None;
    }
    // A task in a plain loop takes what it takes.
    let (low, high) =
        all.iter().fold((f64::MAX, 0.0_f64), |(low, high), (task, _)| (low.min(*task), high.max(*task)));
    let mut with_loop = all.clone();
    with_loop.extend([(low, low), (high, high)]);
    let plot = Plot::log(&with_loop)
        .labelled(("time of a task in a plain loop", duration), ("time a task here", duration));
    let found = rows.iter().enumerate().filter_map(|(series, row)| {
        // 0 is always, which no line can be drawn at.
        row.over_inline
            .filter(|task| *task > 0.0)
            .map(|task| (series % 5, task, place(row.backend, &row.format)))
    });
    let found: Vec<_> = found.collect();
    let drawing = html! {
        (plot.frame())
        (plot.theory("ideal", &[(low, low), (high, high)]))
        @for (row, (series, task, name)) in found.iter().enumerate() {
            (plot.crossing(*series, *task, row, &format!("{name} from {}", duration(*task))))
        }
        @for (series, line) in lines.iter().enumerate() { (plot.series(series % 5, line)) }
    };
    let legend = rows.iter().enumerate().map(|(series, row)| (series % 5, place(row.backend, &row.format)));
    let table_row = |row: &BreakEvenRow| {
        vec![
            place(row.backend, &row.format),
            row.workers.to_string(),
            from(row.over_inline),
            from(row.over_thread),
            sentence(&row.advice),
        ]
    };
    Some(Figure {
        id: "break-even".to_owned(),
        title: "Time a task, there and in a plain loop".to_owned(),
        about: "Below the dotted line a task takes less time than in a plain loop.".to_owned(),
        size: Plot::SIZE,
        drawing,
        legend: legend.collect(),
        solid: false,
        table: Table {
            heads: ["where", "workers", "faster than a loop", "faster than threads", "in words"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.iter().map(table_row).collect(),
        },
    })
}

fn points(row: &BreakEvenRow) -> Vec<(f64, f64)> {
    let positive = |(task, here): &(f64, f64)| *task > 0.0 && *here > 0.0;
    row.points.iter().map(|point| (point.task, point.here)).filter(positive).collect()
}
