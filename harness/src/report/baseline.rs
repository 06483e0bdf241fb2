//! Two timing reports of one machine: what changed between them beyond the noise.

use super::{Timing, TimingRow};
use crate::matrix::{BackendKind, Scale};
use std::fmt;

/// A smaller change is noise, whatever the runs say.
const MARGIN: f64 = 1.10;
/// The same where one side has fewer than [`FEW`] runs, because the spread of so few runs says little.
const WIDE_MARGIN: f64 = 1.75;
const FEW: usize = 3;

/// What changed from one timing report to another.
///
/// Each cell is compared with itself, and its change is divided by that of the plain loops: what all of them share comes from the
/// machine, which may be busier or hotter than the last time. Figures of another machine are compared in the same way, with a
/// warning.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The cells that both have, in the order of the later one.
    pub changes: Vec<Change>,
    /// How many times as long the plain loops take now, in the median. 1 where there are none.
    pub drift: f64,
    /// Cells of the earlier report that the later one does not have.
    pub gone: Vec<String>,
    /// Why not to rely on the comparison, in a sentence.
    pub doubt: Option<String>,
}

/// A cell in two reports.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The name of the cell.
    pub cell: String,
    /// How many times as long it takes now, divided by the [drift](Comparison::drift).
    pub times: f64,
    /// What that means.
    pub trend: Trend,
}

/// Whether a cell changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It takes at least 10 % longer than in any earlier run.
    Slower,
    /// It takes at least 10 % less than in any earlier run.
    Faster,
    /// Neither.
    Same,
}

impl Comparison {
    /// Compares two reports.
    ///
    /// # Errors
    /// When they are of different work: a sentence.
    pub fn of(earlier: &Timing, now: &Timing) -> Result<Self, String> {
        Self::scales(earlier.scale, now.scale)?;
        let both: Vec<(&TimingRow, &TimingRow)> = now
            .cells
            .iter()
            .filter_map(|row| Some((earlier.cells.iter().find(|other| other.name() == row.name())?, row)))
            .filter(|(before, now)| before.is_timed() && now.is_timed() && before.tasks == now.tasks)
            .collect();
        if both.is_empty() {
            return Err("the baseline has no cell of this run: nothing can be compared".to_owned());
        }
        let mut loops: Vec<f64> = both
            .iter()
            .filter(|(before, _)| before.backend == BackendKind::Inline)
            .map(|(before, now)| now.wall / before.wall)
            .collect();
        loops.sort_by(f64::total_cmp);
        let drift = loops.get(loops.len() / 2).copied().unwrap_or(1.0);
        let changes = both.iter().map(|(before, now)| Change::of(before, now, drift)).collect();
        let is_here = |name: &str| now.cells.iter().any(|row| row.name() == name);
        let gone = earlier.cells.iter().map(TimingRow::name).filter(|name| !is_here(name)).collect();
        Ok(Self { changes, drift, gone, doubt: doubt(earlier, now) })
    }

    /// Checks that both are of the same scale.
    ///
    /// # Errors
    /// When they are not: a sentence.
    pub fn scales(earlier: Scale, now: Scale) -> Result<(), String> {
        if earlier == now {
            return Ok(());
        }
        Err(format!(
            "the baseline was run at the {earlier} scale and this run at the {now} scale: run with `--scale {earlier}`"
        ))
    }

    /// The cells that got slower beyond the noise.
    pub fn slower(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.trend == Trend::Slower)
    }

    /// The cells that got faster beyond the noise.
    pub fn faster(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.trend == Trend::Faster)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(doubt) = &self.doubt {
            writeln!(f, "warning: {doubt}")?;
        }
        for change in self.slower() {
            writeln!(f, "slower: {} takes {:.2} times as long", change.cell, change.times)?;
        }
        for change in self.faster() {
            writeln!(f, "faster: {} takes {:.2} times as long", change.cell, change.times)?;
        }
        let (all, slower, faster) = (self.changes.len(), self.slower().count(), self.faster().count());
        write!(
            f,
            "compared with the baseline: {slower} slower, {faster} faster, {} unchanged",
            all - slower - faster
        )?;
        if !self.gone.is_empty() {
            write!(f, ", {} not run now", self.gone.len())?;
        }
        writeln!(f, " (plain loops take {:.2} times as long; this is taken into account)", self.drift)
    }
}

impl Change {
    fn of(before: &TimingRow, now: &TimingRow, drift: f64) -> Self {
        let margin = if before.runs.min(now.runs) < FEW { WIDE_MARGIN } else { MARGIN };
        let trend = if now.fastest() / drift > before.slowest() * margin {
            Trend::Slower
        } else if now.slowest() / drift * margin < before.fastest() {
            Trend::Faster
        } else {
            Trend::Same
        };
        Self { cell: now.name(), times: now.wall / before.wall / drift, trend }
    }
}

impl TimingRow {
    fn is_timed(&self) -> bool {
        self.wall > 0.0 && self.outcome == "pass"
    }

    /// The time of the only run, where nothing else is known.
    fn fastest(&self) -> f64 {
        if self.low > 0.0 { self.low } else { self.wall }
    }

    fn slowest(&self) -> f64 {
        if self.high > 0.0 { self.high } else { self.wall }
    }
}

fn doubt(earlier: &Timing, now: &Timing) -> Option<String> {
    let (there, here) = (&earlier.machine, &now.machine);
    if there.cpu != here.cpu || there.available != here.available {
        let name = |cpu: &Option<String>| cpu.clone().unwrap_or_else(|| "an unnamed processor".to_owned());
        return Some(format!(
            "the baseline comes from another machine ({}, {} cores; this one: {}, {}): only the ratios to a plain loop can be compared",
            name(&there.cpu),
            there.available,
            name(&here.cpu),
            here.available
        ));
    }
    if earlier.toolchain.optimized != now.toolchain.optimized {
        return Some("one of the two was built without optimisation".to_owned());
    }
    (earlier.workers != now.workers)
        .then(|| format!("the baseline was run with {} workers, this with {}", earlier.workers, now.workers))
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
