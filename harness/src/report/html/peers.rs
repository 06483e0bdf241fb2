//! Other libraries, and other ways of doing waits and sums: a bar each.

use super::bars::{self, Bar};
use super::figure::{Figure, Table};
use crate::report::texts::{cell, duration, fastest, unique};
use crate::report::{PeerRow, Timing};

/// A line of a figure.
struct Line {
    label: String,
    wall: Option<f64>,
    spread: Option<(f64, f64)>,
    /// Why there is no time.
    why: String,
    own: bool,
}

/// A figure a workload that was run in other libraries.
pub(super) fn figures(timing: &Timing) -> Vec<Figure> {
    let workloads = unique(timing.peers.iter().map(|row| row.workload.clone()));
    let figure = |(number, workload): (usize, &String)| {
        let peers = timing.peers.iter().filter(|row| row.workload == *workload).map(of_peer);
        let lines = own(timing, workload).into_iter().chain(peers).collect();
        let about = "Wall time, the median of the runs and how far they were apart; shorter is better.";
        of_lines(format!("peers-{number}"), workload.clone(), about, lines)
    };
    workloads.iter().enumerate().map(figure).collect()
}

/// A figure a mix.
pub(super) fn mixes(timing: &Timing) -> Vec<Figure> {
    let mixes = unique(timing.mix.iter().map(|row| row.mix.clone()));
    let figure = |(number, mix): (usize, &String)| {
        let rows = timing.mix.iter().filter(|row| row.mix == *mix);
        let line = |row: &crate::report::MixRow| Line {
            label: row.way.clone(),
            wall: Some(row.wall),
            spread: Some((row.low, row.high)),
            why: String::new(),
            own: true,
        };
        of_lines(
            format!("mix-{number}"),
            mix.clone(),
            "Wall time; shorter is better.",
            rows.map(line).collect(),
        )
    };
    mixes.iter().enumerate().map(figure).collect()
}

fn own(timing: &Timing, workload: &str) -> Option<Line> {
    let row = fastest(timing, workload)?;
    let spread = (row.low > 0.0).then_some((row.low, row.high));
    Some(Line {
        label: format!("wirecheck {}", cell(row)),
        wall: Some(row.wall),
        spread,
        why: String::new(),
        own: true,
    })
}

fn of_peer(row: &PeerRow) -> Line {
    Line {
        label: row.peer.clone(),
        wall: row.wall,
        spread: row.low.zip(row.high),
        why: row.skipped.clone().unwrap_or_else(|| "not run".to_owned()),
        own: false,
    }
}

fn of_lines(id: String, title: String, about: &str, lines: Vec<Line>) -> Figure {
    let bars: Vec<Bar> = lines.iter().map(bar).collect();
    let cells = |line: &Line| {
        let spread = line.spread.map(|(low, high)| format!("{} to {}", duration(low), duration(high)));
        let wall = line.wall.map_or_else(|| line.why.clone(), duration);
        vec![line.label.clone(), wall, spread.unwrap_or_default()]
    };
    Figure {
        id,
        title,
        about: about.to_owned(),
        size: bars::size(&bars),
        drawing: bars::draw(&bars, "wall time", duration),
        legend: Vec::new(),
        solid: true,
        table: Table {
            heads: ["what", "wall", "fastest to slowest"].map(str::to_owned).to_vec(),
            rows: lines.iter().map(cells).collect(),
        },
    }
}

fn bar(line: &Line) -> Bar {
    let series = if line.own { 0 } else { 2 };
    Bar {
        label: line.label.clone(),
        parts: line.wall.map(|wall| (series, wall)).into_iter().collect(),
        spread: line.spread,
        text: line.wall.map_or_else(|| line.why.clone(), duration),
    }
}
