//! Advice that follows from the times of a cell, in a sentence.

use super::speed_up::trust;
use super::statistics::short;
use super::text::brief;
use super::{BackendKind, CellReport, Estimate};
use std::time::Duration;

/// A share that is worth a word.
const NOTABLE: f64 = 0.3;
/// A share that leaves little for the others.
const MOST: f64 = 0.7;
/// Times that differ by less are the same.
const MARGIN: f64 = 1.05;
/// A task that moves fewer bytes costs what any message costs.
const SMALL: u64 = 4096;
/// Tasks that take this many times as long together as alone get in each other's way.
const CROWDED: f64 = 1.3;

/// What the interval of a speed-up allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gain {
    Faster,
    Same,
    Slower,
    /// The interval holds more than one of these.
    Unclear,
    /// There is no plain loop to compare with.
    Unknown,
}

impl Gain {
    fn of(speed_up: Option<&Estimate>) -> Self {
        match speed_up {
            None => Self::Unknown,
            Some(speed_up) if speed_up.is_above(MARGIN) => Self::Faster,
            Some(speed_up) if speed_up.is_below(1.0 / MARGIN) => Self::Slower,
            Some(speed_up) if speed_up.is_above(1.0 / MARGIN) && speed_up.is_below(MARGIN) => Self::Same,
            Some(_) => Self::Unclear,
        }
    }

    fn text(self, speed_up: Option<&Estimate>) -> String {
        match (self, speed_up) {
            (Self::Faster, Some(speed_up)) => format!("{speed_up} times as fast as a plain loop"),
            (Self::Slower, Some(speed_up)) => format!("{} times as slow as a plain loop", speed_up.inverse()),
            (Self::Same, Some(_)) => "as fast as a plain loop".to_owned(),
            (Self::Unclear, Some(speed_up)) => {
                format!("{speed_up} times as fast as a plain loop: too few or too different runs to say more")
            }
            _ => "no plain loop to compare with".to_owned(),
        }
    }
}

impl CellReport {
    /// What to do about the time this cell took. `None` where that was not measured, and for the plain loop.
    ///
    /// `inline` is the cell of the same workload in a plain loop. Only what the interval of the speed-up allows is said, and a
    /// speed-up above the number of workers is called what it is: an error of measurement.
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
        if let Some(speed_up) = &speed_up
            && let Some(doubt) = trust(speed_up, self.workers).doubt(speed_up, self.workers, "the plain loop")
        {
            return Some(doubt);
        }
        let gain = Gain::of(speed_up.as_ref());
        let words = gain.text(speed_up.as_ref());
        if gain == Gain::Unclear {
            return Some(words);
        }
        let is_slow = matches!(gain, Gain::Slower | Gain::Same);
        let crowded = inline
            .filter(|inline| inline.ran())
            .map(|inline| phases.compute.as_secs_f64() / inline.wall.as_secs_f64());
        let why = if parent.max(moving) >= MOST
            || (is_slow && parent + moving >= NOTABLE && parent + moving > waited)
        {
            self.about_transfers(parent.max(moving))
        } else if is_slow && self.cell.backend == BackendKind::Spawn && waited >= NOTABLE {
            format!(
                "{} % of the time is spent on starting a process for each task: use `Pool`",
                percent(waited)
            )
        } else if let Some(times) = crowded.filter(|times| *times >= CROWDED && compute >= NOTABLE) {
            format!(
                "a task takes {} times as long as it does alone: the workers share cores or memory, so fewer of them may do",
                short(times)
            )
        } else if compute >= MOST {
            format!("{} % of the workers' time is work: more cores would help", percent(compute))
        } else if is_slow && per_task(phases.compute, self.tasks) < Duration::from_micros(50) {
            format!(
                "a task works for {} and costs more than that to hand out: give each task more to do (`map_chunks`), or \
                 use a plain loop",
                brief(per_task(phases.compute, self.tasks))
            )
        } else if waited >= NOTABLE {
            format!(
                "the workers wait for {} % of the time: use fewer workers, or more and smaller tasks",
                percent(waited)
            )
        } else {
            self.about_transfers(parent.max(moving))
        };
        Some(format!("{words}; {why}"))
    }

    fn about_transfers(&self, share: f64) -> String {
        let share = percent(share);
        let each = (self.sent + self.received).checked_div(self.tasks).unwrap_or(0);
        if self.cell.backend.encodes() && each < SMALL {
            format!(
                "{share} % of the time is spent on handing over a few bytes and waking workers up: give each task more to do (`map_chunks`)"
            )
        } else if self.cell.backend.encodes() {
            format!(
                "{share} % of the time is spent on moving values: return less, share what all tasks read (`Shared`), or use \
                 threads"
            )
        } else {
            format!("{share} % of the time is spent on handing values over: give each task more to do")
        }
    }
}

fn per_task(time: Duration, tasks: u64) -> Duration {
    if tasks == 0 { Duration::ZERO } else { time.div_f64(tasks as f64) }
}

fn percent(share: f64) -> u64 {
    (100.0 * share.clamp(0.0, 1.0)).round() as u64
}

#[cfg(test)]
#[path = "advice_tests.rs"]
mod tests;
