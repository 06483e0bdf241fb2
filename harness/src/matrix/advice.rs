//! What follows from the times of a cell, in a sentence.

use super::break_even::brief;
use super::{BackendKind, CellReport};
use std::time::Duration;

/// A share that is worth a word.
const NOTABLE: f64 = 0.3;
/// A share beside which the others do not matter.
const MOST: f64 = 0.7;
/// Times that differ by less are the same.
const MARGIN: f64 = 1.05;
/// A task that moves fewer bytes costs what any message costs.
const SMALL: u64 = 4096;
/// Tasks that take so many times as long beside each other as alone get in each other's way.
const CROWDED: f64 = 1.3;

impl CellReport {
    /// What to do about the time this cell took. `None` where that was not measured, and for the plain loop.
    ///
    /// `inline` is the cell of the same workload in a plain loop.
    pub fn advice(&self, inline: Option<&Self>) -> Option<String> {
        if !self.ran() || self.cell.backend == BackendKind::Inline {
            return None;
        }
        let phases = self.phases?;
        let had = self.wall.as_secs_f64() * self.workers as f64;
        let share = |time: Duration| time.as_secs_f64() / had;
        let (compute, moving) = (share(phases.compute), share(phases.workers.sum()));
        // One thread does it, whatever the number of workers.
        let parent = phases.parent.sum().as_secs_f64() / self.wall.as_secs_f64();
        let waited = 1.0 - compute - moving;
        let speed_up = self.speed_up(inline);
        let gain = match speed_up {
            Some(times) if times >= MARGIN => format!("{} times as fast as a plain loop", round(times)),
            Some(times) if times > 1.0 / MARGIN => "as fast as a plain loop".to_owned(),
            Some(times) => format!("{} times as slow as a plain loop", round(1.0 / times)),
            None => "no plain loop to compare with".to_owned(),
        };
        let is_slow = speed_up.is_some_and(|times| times < MARGIN);
        let crowded = inline
            .filter(|inline| inline.ran())
            .map(|inline| phases.compute.as_secs_f64() / inline.wall.as_secs_f64());
        let why = if parent.max(moving) >= MOST
            || (is_slow && parent + moving >= NOTABLE && parent + moving > waited)
        {
            self.about_moving(parent.max(moving))
        } else if is_slow && self.cell.backend == BackendKind::Spawn && waited >= NOTABLE {
            format!("{} % of the time is starting a process for each task: use `Pool`", percent(waited))
        } else if let Some(times) = crowded.filter(|times| *times >= CROWDED && compute >= NOTABLE) {
            format!(
                "a task takes {} times as long beside the others: they share cores or memory, so fewer workers may do",
                round(times)
            )
        } else if compute >= MOST {
            format!("{} % of the workers' time is work: more cores would help", percent(compute))
        } else if is_slow && per_task(phases.compute, self.tasks) < Duration::from_micros(50) {
            format!(
                "a task works for {} and costs more than that to hand out: give each more to do (`map_chunks`), or stay in \
                 a plain loop",
                brief(per_task(phases.compute, self.tasks))
            )
        } else if waited >= NOTABLE {
            format!(
                "the workers wait for {} % of the time: fewer would do, or more and smaller tasks",
                percent(waited)
            )
        } else {
            self.about_moving(parent.max(moving))
        };
        Some(format!("{gain}; {why}"))
    }

    fn about_moving(&self, share: f64) -> String {
        let share = percent(share);
        let each = (self.sent + self.received).checked_div(self.tasks).unwrap_or(0);
        if self.cell.backend.encodes() && each < SMALL {
            format!(
                "{share} % of the time is handing over and waking up, for a few bytes: give each task more to do (`map_chunks`)"
            )
        } else if self.cell.backend.encodes() {
            format!(
                "{share} % of the time is moving values: return less, share what all tasks read (`Shared`), or stay on \
                 threads"
            )
        } else {
            format!("{share} % of the time is handing values over: give each task more to do")
        }
    }
}

fn per_task(time: Duration, tasks: u64) -> Duration {
    if tasks == 0 { Duration::ZERO } else { time.div_f64(tasks as f64) }
}

fn percent(share: f64) -> u64 {
    (100.0 * share.clamp(0.0, 1.0)).round() as u64
}

fn round(times: f64) -> String {
    if times < 10.0 { format!("{times:.1}") } else { format!("{times:.0}") }
}

#[cfg(test)]
#[path = "advice_tests.rs"]
mod tests;
