//! The speed-up over the number of workers, beside the ideal and beside what Amdahl's law leaves of it.

use super::figure::{Figure, Table};
use super::plot::Plot;
use crate::report::texts::{duration, percent, place, speed_ups, times, unique};
use crate::report::{ScalingRow, Timing};
use maud::html;

/// A figure a workload.
pub(super) fn figures(timing: &Timing) -> Vec<Figure> {
    let workloads = unique(timing.scaling.iter().map(|row| row.workload.clone()));
    (0..).zip(&workloads).filter_map(|(number, workload)| figure(timing, number, workload)).collect()
}

fn figure(timing: &Timing, number: usize, workload: &str) -> Option<Figure> {
    let rows: Vec<&ScalingRow> = timing.scaling.iter().filter(|row| row.workload == workload).collect();
    let lines: Vec<Vec<(f64, f64)>> = rows.iter().map(|row| speed_ups(row)).collect();
    let most = lines.iter().flatten().map(|(workers, _)| *workers).fold(0.0, f64::max);
    if most == 0.0 {
        return None;
    }
    let mut all: Vec<(f64, f64)> = lines.iter().flatten().copied().collect();
    all.push((most, most));
    let plot = Plot::linear(&all).labelled(("workers", plain), ("speed-up over one worker", plain));
    let drawing = html! {
        (plot.frame())
        (plot.theory("ideal", &[(0.0, 0.0), (most, most)]))
        @for (series, row) in rows.iter().enumerate() {
            @if let Some(serial) = row.serial { (plot.theory(&format!("s{}", series % 5), &amdahl(serial, most))) }
        }
        @for (series, line) in lines.iter().enumerate() { (plot.series(series % 5, line)) }
    };
    let legend = rows.iter().enumerate().map(|(series, row)| (series % 5, place(row.backend, &row.format)));
    let table_row = |row: &&ScalingRow| {
        let points = row.points.iter().zip(speed_ups(row));
        let text = points.map(|(point, (_, speed_up))| {
            format!("{}: {} ({})", point.workers, duration(point.wall), times(speed_up))
        });
        let number = |value: Option<f64>, text: fn(f64) -> String| value.map_or_else(|| "-".to_owned(), text);
        vec![
            place(row.backend, &row.format),
            text.collect::<Vec<_>>().join(", "),
            number(row.serial, percent),
            number(row.bound, times),
        ]
    };
    Some(Figure {
        id: format!("scaling-{number}"),
        title: workload.to_owned(),
        about: "Measured (marks), as many times as there are workers (dotted), and Amdahl's law with the serial share that was \
                found (dashed)."
            .to_owned(),
        size: Plot::SIZE,
        drawing,
        legend: legend.collect(),
        solid: false,
        table: Table {
            heads: ["where", "workers: wall (speed-up)", "serial share", "bound"].map(str::to_owned).to_vec(),
            rows: rows.iter().map(table_row).collect(),
        },
    })
}

/// What is left of so many workers when a share of the work is not shared: 1 / (s + (1 - s) / n).
fn amdahl(serial: f64, most: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 32;
    let workers = (0..=STEPS).map(|step| 1.0 + (most - 1.0).max(0.0) * f64::from(step) / f64::from(STEPS));
    workers.map(|workers| (workers, 1.0 / (serial + (1.0 - serial) / workers))).collect()
}

fn plain(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::amdahl;

    #[test]
    fn amdahls_law() {
        let curve = amdahl(0.2, 4.0);
        assert_eq!((curve[0], curve.len()), ((1.0, 1.0), 33));
        let (workers, speed_up) = curve[32];
        assert_eq!(workers, 4.0);
        assert!((speed_up - 2.5).abs() < 1e-9, "{speed_up}");
        assert_eq!(amdahl(0.0, 4.0)[32], (4.0, 4.0));
    }
}
