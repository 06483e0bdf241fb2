//! Progress on stderr: a bar over the cells on a terminal, a line a task when asked for.

use super::console::{Console, Lines};
use crate::matrix::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

/// The bar, which may be hidden.
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// Covers so many cells, the sweep counted as one; hidden unless `shown`.
    pub(super) fn new(cells: usize, shown: bool) -> Self {
        if !shown {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new(cells as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        // The clock goes on while a cell runs.
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Names what is running now.
    pub(super) fn start(&self, what: impl Display) {
        self.bar.set_message(what.to_string());
    }

    pub(super) fn done(&self) {
        self.bar.inc(1);
    }

    /// Prints while the bar is out of the way.
    pub(super) fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }

    /// Prints a line a task, as joblib does.
    pub(super) fn watch(&self, console: &Console) -> Watch {
        let (bar, lines): (ProgressBar, Lines) = (self.bar.clone(), console.lines());
        Arc::new(move |cell, workers, progress| {
            bar.suspend(|| lines.print(&format!("[{cell}(workers={workers})]: {progress}\n")));
        })
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
