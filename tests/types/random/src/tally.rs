//! Counts of a run, and its breaks by kind.

use crate::execute::{Cell, Seen};
use crate::item::Case;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::time::Duration;

/// What a run has seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Cases that were composed.
    pub cases: usize,
    /// Structs and enums in them.
    pub items: usize,
    /// Cases that do not compile, by the code of the first error.
    pub refused: BTreeMap<String, usize>,
    /// Cells that the compiler accepts, and those that it refuses.
    pub accepted: usize,
    /// Cells that it refuses.
    pub refused_cells: usize,
    /// Values that were sent.
    pub values: usize,
    /// Values that failed to encode.
    pub encode_errors: usize,
    /// Cells whose values all came back.
    pub all_equal: usize,
    /// Refused cells that were run, and those of them whose values all came back.
    pub refused_run: usize,
    /// Of these, whose values all came back.
    pub over_strict: usize,
    /// Cells that broke the promise, by kind.
    pub kinds: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a case that was composed.
    pub fn case(&mut self, case: &Case) {
        self.cases += 1;
        self.items += case.items.len();
    }

    /// Counts a cell.
    pub fn cell(&mut self, cell: &Cell) {
        let count = |wanted: &dyn Fn(char) -> bool| {
            cell.counts.iter().filter(|(letter, _)| wanted(*letter)).map(|(_, count)| count).sum::<usize>()
        };
        if !cell.is_accepted {
            self.refused_cells += 1;
            self.refused_run += usize::from(!cell.counts.is_empty());
            self.over_strict += usize::from(cell.is_all_equal());
            return;
        }
        self.accepted += 1;
        self.values += count(&|_| true);
        self.encode_errors += count(&|letter| letter == 'E');
        self.all_equal += usize::from(cell.is_all_equal());
        if let Some(seen) = cell.broken() {
            *self.kinds.entry(kind(&cell.format, seen)).or_default() += 1;
        }
    }

    /// Cells that broke the promise.
    pub fn broken(&self) -> usize {
        self.kinds.values().sum()
    }

    /// A line for a file that runs are appended to.
    pub fn line(&self, seeds: &str, is_optimised: bool, taken: Duration) -> String {
        let refused: usize = self.refused.values().sum();
        let per_hour = self.cases as f64 * 3600.0 / taken.as_secs_f64().max(1.0);
        format!(
            "seeds {seeds}{}: {} types of {} structs and enums, {refused} refused, {} accepted cells, {} refused cells, \
             {} values, {} encode errors, {} broken cells; {:.0} s, {per_hour:.0} types an hour",
            if is_optimised { " optimised" } else { "" },
            self.cases,
            self.items,
            self.accepted,
            self.refused_cells,
            self.values,
            self.encode_errors,
            self.broken(),
            taken.as_secs_f64(),
        )
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "refused at the definition, by code:")?;
        for (code, count) in &self.refused {
            writeln!(out, "  {code}: {count}")?;
        }
        writeln!(out, "accepted cells: {}, of which all equal: {}", self.accepted, self.all_equal)?;
        if self.refused_run > 0 {
            writeln!(
                out,
                "refused cells that were run: {}, all equal: {}",
                self.refused_run, self.over_strict
            )?;
        }
        writeln!(out, "broken cells by kind:")?;
        for (kind, count) in &self.kinds {
            writeln!(out, "  {count} x {kind}")?;
        }
        Ok(())
    }
}

/// What breaks have in common: the letter, the format, and the message without its values.
pub fn kind(format: &str, seen: &Seen) -> String {
    if seen.letter == 'M' {
        return format!("M {format}: another value");
    }
    // ciborium nests its messages, and each level escapes the quotes of those inside.
    let plain = seen.what.replace("Semantic(None, ", "").replace(['\\', '"', '(', ')'], "");
    let mut text = String::new();
    let mut is_quoted = false;
    for c in plain.chars() {
        match c {
            '`' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '0'..='9' if text.ends_with('#') => {}
            '0'..='9' => text.push('#'),
            _ => text.push(c),
        }
    }
    text.truncate(text.char_indices().nth(90).map_or(text.len(), |(at, _)| at));
    format!("{} {format}: {text}", seen.letter)
}
