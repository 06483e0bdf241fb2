//! Every cell's outcome, measured once and when it is first asked for.

use super::case::{Case, Standing};
use super::measure::{Cell, Outcome, Seen, with_room};
use super::{accepted, across, late, opted, refused};
use std::sync::{LazyLock, OnceLock};

/// Every type, in the same order in every process.
pub fn all() -> &'static [Case] {
    static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let mut all = accepted::cases();
        all.extend(opted::cases());
        all.extend(refused::cases());
        all.extend(late::cases());
        all.sort_by_key(Case::path);
        all
    });
    &ALL
}

/// What happened in a cell.
#[derive(Debug)]
pub struct Result {
    pub there: Outcome,
    /// Where the verdict says that it is safe to try.
    pub here: Option<Outcome>,
    pub across: Option<Seen>,
}

impl Result {
    pub fn has(&self, letters: &str) -> bool {
        self.there.has(letters)
            || self.here.as_ref().is_some_and(|here| here.has(letters))
            || self.across.as_ref().is_some_and(|across| across.has(letters))
    }

    /// Everything survived, everywhere.
    pub fn all_equal(&self) -> bool {
        self.there.all_equal()
    }

    /// What is not `.`, with an example each.
    pub fn message(&self) -> String {
        let mut lines = Vec::new();
        for (place, outcome) in [("there", Some(&self.there)), ("here", self.here.as_ref())] {
            for (position, seen) in outcome.iter().flat_map(|outcome| outcome.positions()) {
                lines.extend(
                    seen.examples().into_iter().map(|example| format!("{place}, {position}: {example}")),
                );
            }
        }
        let across = self.across.iter().flat_map(Seen::examples);
        lines.extend(across.map(|example| format!("there and back: {example}")));
        // The first of each tells most.
        lines.truncate(4);
        lines.join("\n")
    }
}

/// The outcome of a cell, by the numbers of its type and its format.
pub fn result(case: usize, format: usize) -> &'static Result {
    static RESULTS: LazyLock<Vec<Vec<OnceLock<Result>>>> = LazyLock::new(|| {
        all().iter().map(|case| case.cells.iter().map(|_| OnceLock::new()).collect()).collect()
    });
    RESULTS[case][format].get_or_init(|| measure(case, format))
}

fn measure(case: usize, format: usize) -> Result {
    let cell: &Cell = &all()[case].cells[format];
    let numbers = (case as u32, format as u32);
    let there = across::measure(numbers);
    let is_safe = cell.verdict && !there.has("PCT");
    Result {
        here: is_safe.then(|| with_room(|| cell.run.measure())),
        across: is_safe.then(|| across::echo(numbers)),
        there,
    }
}

/// What the compiler said and what happened, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Accepted, and kept.
    Kept,
    /// Accepted, and something else happened than an equal value or an error at encode.
    Broken,
    /// Refused, and rightly so.
    Right,
    /// Refused, and nothing happened to any value that was tried.
    OverStrict,
    /// The author opted in.
    Opted,
}

pub fn judge(case: usize, format: usize) -> Judged {
    let cell = &all()[case].cells[format];
    let result = result(case, format);
    match (all()[case].standing, cell.verdict) {
        (Standing::Opted, true) => Judged::Opted,
        // A type of which no value can be sent is not sendable.
        (_, true) if result.has("DMPCT") || !result.there.has(".") => Judged::Broken,
        (_, true) => Judged::Kept,
        (Standing::Opted | Standing::Offered, false) => Judged::Right,
        (_, false) if result.all_equal() => Judged::OverStrict,
        (_, false) => Judged::Right,
    }
}
