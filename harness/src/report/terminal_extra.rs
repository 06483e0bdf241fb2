//! What a run prints beside the cells: how they scale, what follows, and what was measured around them.

use super::terminal::{BOLD, DIM, Table, wrap};
use super::texts::place;
use super::{MixRow, PeerRow, ScalingRow, seconds, timing};
use crate::matrix::{BackendKind, BreakEven, CellReport, Scaling};
use std::fmt::Write as _;
use std::time::Duration;

const WIDTH: usize = 80;

impl Table {
    /// How a workload gets faster with more workers, a line a backend.
    pub fn scaling(&self, all: &[Scaling]) -> String {
        let mut text = String::new();
        for row in all.iter().map(ScalingRow::of) {
            let Some((first, last)) = row.points.first().zip(row.points.last()) else { continue };
            let name = place(row.backend, &row.format);
            let mut line = format!(
                "{name}: {:.2} times as fast on {} workers as on 1",
                first.wall / last.wall,
                last.workers
            );
            // Above 1 it is slower than with one worker, and no share of anything.
            if let Some(serial) = row.serial.filter(|serial| *serial < 0.99) {
                let _ = write!(line, "; serial share {:.0} % (Karp-Flatt)", 100.0 * serial.clamp(0.0, 1.0));
            }
            if let Some(bound) =
                row.bound.filter(|_| row.serial.is_some_and(|serial| (0.005..0.99).contains(&serial)))
            {
                let _ = write!(line, ", at most {bound:.1} times (Amdahl)");
            }
            let _ = wrap(&mut text, "  ", &line, WIDTH);
        }
        text
    }

    /// What follows from the times of a workload: of threads, and of each backend with processes in its first format.
    pub fn advice(&self, reports: &[CellReport]) -> String {
        let mut text = String::new();
        for backend in [BackendKind::Thread, BackendKind::Spawn, BackendKind::Pool] {
            let Some(report) =
                reports.iter().find(|report| report.cell.backend == backend && report.cell.fault.is_none())
            else {
                continue;
            };
            if let Some(advice) = report.advice(timing::reference(report, reports)) {
                let _ = wrap(&mut text, "  ", &format!("{backend}: {advice}"), WIDTH);
            }
        }
        text.lines().map(|line| self.paint(DIM, line) + "\n").collect()
    }

    /// How long a task has to be for a backend to be worth it.
    pub fn break_even(&self, all: &[BreakEven]) -> String {
        let mut text = String::new();
        let Some(first) = all.first() else { return text };
        let about = self.paint(DIM, "wall time over the number of tasks that are so long in a plain loop");
        let _ = writeln!(text, "{} {about}", self.paint(BOLD, "break_even"));
        let mut head = format!("  {:<17}", "task");
        first.points.iter().for_each(|point| {
            let _ = write!(head, " {:>9}", seconds(point.task));
        });
        let _ = writeln!(text, "{}", self.paint(DIM, &head));
        for one in all {
            let name = place(one.backend, one.format);
            let _ = write!(text, "  {name:<17}");
            for point in &one.points {
                let _ = write!(text, " {:>9}", seconds(point.here));
            }
            let _ = writeln!(text);
        }
        let thread = all.iter().find(|one| one.backend == BackendKind::Thread);
        for one in all {
            let mut line = String::new();
            let _ = wrap(&mut line, "  ", &one.advice(thread), WIDTH);
            text.push_str(&line.lines().map(|line| self.paint(BOLD, line) + "\n").collect::<String>());
        }
        text
    }

    /// Waits and sums together.
    pub fn mix(&self, rows: &[MixRow]) -> String {
        let mut text = String::new();
        let mut mix = None;
        for row in rows {
            if mix != Some(&row.mix) {
                let _ = writeln!(text, "{} {}", self.paint(BOLD, "async_mix"), self.paint(DIM, &row.mix));
                mix = Some(&row.mix);
            }
            let _ = writeln!(text, "  {:<58} {:>9}", row.way, time(row.wall));
        }
        text
    }

    /// The same workloads in other libraries, beside the pool of this one in its first format.
    pub fn peers(&self, rows: &[PeerRow], reports: &[CellReport]) -> String {
        let mut text = String::new();
        if rows.is_empty() {
            return text;
        }
        let _ = writeln!(text, "{}", self.paint(BOLD, "peers"));
        let head =
            format!("  {:<22} {:<30} {:>7} {:>9} {:>6}", "workload", "library", "workers", "wall", "times");
        let _ = writeln!(text, "{}", self.paint(DIM, &head));
        for row in rows {
            let Some(wall) = row.wall else { continue };
            let is_ours = |report: &&CellReport| {
                report.cell.workload == row.workload && report.cell.backend == BackendKind::Pool
            };
            let ours = reports.iter().find(is_ours).filter(|ours| ours.ran());
            let times = ours.map(|ours| wall / ours.wall.as_secs_f64());
            let times = times.map_or_else(|| "-".to_owned(), |times| format!("{times:.2}"));
            let PeerRow { workload, peer, workers, .. } = row;
            let _ = writeln!(text, "  {workload:<22} {peer:<30} {workers:>7} {:>9} {times:>6}", time(wall));
        }
        let mut told: Vec<(&str, &str)> = Vec::new();
        for row in rows.iter().filter(|row| row.wall.is_none()) {
            let why = row.skipped.as_deref().unwrap_or("it gave no time");
            if told.contains(&(&row.peer, why)) {
                continue;
            }
            told.push((&row.peer, why));
            let is_same = |other: &&PeerRow| other.peer == row.peer && other.skipped == row.skipped;
            let names: Vec<&str> = rows.iter().filter(is_same).map(|other| other.workload.as_str()).collect();
            let all = rows.iter().filter(|other| other.peer == row.peer).count() == names.len();
            let what = if all { row.peer.clone() } else { format!("{} ({})", row.peer, names.join(", ")) };
            let mut lines = String::new();
            let _ = wrap(&mut lines, "  skipped: ", &format!("{what}: {why}"), WIDTH);
            text.push_str(&lines.lines().map(|line| self.paint(DIM, line) + "\n").collect::<String>());
        }
        let _ = writeln!(
            text,
            "{}",
            self.paint(DIM, "  times: as long as the pool of this library in its first format")
        );
        text
    }
}

fn time(secs: f64) -> String {
    seconds(Duration::try_from_secs_f64(secs).unwrap_or_default())
}

#[cfg(test)]
#[path = "terminal_extra_tests.rs"]
mod tests;
