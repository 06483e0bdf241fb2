//! Progress on stderr: a bar over the cells on a terminal, or a line for each task with `--verbose`.

use super::console::{Console, Lines};
use crate::matrix::OnProgress;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

/// The bar, which may be hidden.
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar of this number of steps, hidden unless `is_visible`.
    pub(super) fn new(steps: usize, is_visible: bool) -> Self {
        if !is_visible {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new(steps as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        // The clock advances while a cell runs.
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Displays what is running now.
    pub(super) fn start(&self, what: impl Display) {
        self.bar.set_message(what.to_string());
    }

    pub(super) fn done(&self) {
        self.bar.inc(1);
    }

    /// Prints while the bar is hidden.
    pub(super) fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }

    /// Prints a line for each task, as joblib does.
    pub(super) fn on_progress(&self, console: &Console) -> OnProgress {
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
