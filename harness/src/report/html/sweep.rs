//! The throughput of large results over their size, a line a way.

use super::axis::thinned;
use super::figure::{Figure, Table};
use super::plot::Plot;
use crate::backend::Transfer;
use crate::matrix::{Crossing, Sweep, SweepPoint, Way, binary};
use crate::report::Timing;
use crate::report::texts::sentence;
use maud::html;

/// The figure, where a sweep was measured.
pub(super) fn figure(timing: &Timing) -> Option<Figure> {
    let sweep = sweep(timing);
    if sweep.points.is_empty() {
        return None;
    }
    let all: Vec<(f64, f64)> = sweep.points.iter().map(|point| (point.size as f64, point.rate)).collect();
    let mut plot = Plot::log(&all).labelled(("bytes of one result", size), ("bytes a second", rate));
    // The sizes are powers of two, which no decade hits.
    plot.x_ticks = thinned(sweep.sizes().into_iter().map(|size| size as f64).collect())
        .into_iter()
        .map(|value| (value, size(value)))
        .collect();
    let line = |way: Way| sweep.line(way).map(|point| (point.size as f64, point.rate)).collect::<Vec<_>>();
    let crossings = crossings(&sweep);
    let drawing = html! {
        (plot.frame())
        @for (row, (way, bytes)) in crossings.iter().enumerate() {
            (plot.crossing(series(*way), *bytes as f64, row, &format!("{way} from {}", binary(*bytes))))
        }
        @for way in Way::ALL {
            @for point in sweep.line(way) { (plot.spread(series(way), point.size as f64, point.low, point.high)) }
            (plot.series(series(way), &line(way)))
        }
    };
    let rows = sweep.sizes().into_iter().map(|bytes| {
        let rates = Way::ALL.map(|way| sweep.rate(way, bytes).map_or_else(|| "-".to_owned(), rate));
        [binary(bytes)].into_iter().chain(rates).collect()
    });
    Some(Figure {
        id: "sweep".to_owned(),
        title: "Throughput by the way of large results".to_owned(),
        about: timing.advice.as_deref().map(sentence).unwrap_or_default(),
        size: Plot::SIZE,
        drawing,
        legend: Way::ALL.map(|way| (series(way), way.name().to_owned())).to_vec(),
        solid: false,
        table: Table {
            heads: ["size"].into_iter().chain(Way::ALL.map(Way::name)).map(str::to_owned).collect(),
            rows: rows.collect(),
        },
    })
}

/// The points of the file; a way of another version is left out.
fn sweep(timing: &Timing) -> Sweep {
    let point = |row: &crate::report::SweepRow| {
        let way = Way::ALL.into_iter().find(|way| way.name() == row.way)?;
        Some(SweepPoint { size: row.size, way, rate: row.rate, low: row.low, high: row.high, runs: row.runs })
    };
    Sweep { points: timing.sweep.iter().filter_map(point).collect(), failures: Vec::new() }
}

/// From where on a way beats the socket, where it does not always.
fn crossings(sweep: &Sweep) -> Vec<(Way, u64)> {
    let over = |way: Transfer| match sweep.crossing(Way::Sent(way), Way::Sent(Transfer::Inline))? {
        Crossing::Above(bytes) => Some((Way::Sent(way), bytes)),
        Crossing::Always | Crossing::Never => None,
    };
    [Transfer::SharedMemory, Transfer::File].into_iter().filter_map(over).collect()
}

fn series(way: Way) -> usize {
    Way::ALL.iter().position(|other| *other == way).unwrap_or(0)
}

fn size(value: f64) -> String {
    binary(value as u64)
}

/// Bytes a second.
fn rate(value: f64) -> String {
    format!("{}/s", crate::report::bytes(value as u64))
}
