//! What every group is given.

use super::Outcome;
use super::python::Python;
use super::table::{Report, Row, Who};

pub(crate) struct Bench {
    pub(crate) report: Report,
    pub(crate) python: Python,
    pub(crate) quick: bool,
}

impl Bench {
    /// A size: for figures, and for a smoke test.
    pub(crate) fn size(&self, full: u64, quick: u64) -> u64 {
        if self.quick { quick } else { full }
    }

    /// Asks a peer in Python, known here by a name, and adds its line when it is there; `figure` is given what it
    /// said and the size.
    pub(crate) fn python(
        &mut self,
        row: &'static Row,
        (peer, name): (&str, &str),
        what: &str,
        workers: usize,
        size: u64,
        figure: impl Fn(f64, f64) -> f64,
    ) -> Outcome<()> {
        if let Some(said) = self.python.ask(peer, what, workers, size)? {
            self.report.add(row, Who::Peer, name, figure(said, size as f64));
        }
        Ok(())
    }

    /// The same for a point of a series.
    pub(crate) fn python_point(
        &mut self,
        title: &'static str,
        (peer, name): (&str, &str),
        (what, column): (&str, &str),
        workers: usize,
        size: u64,
        figure: impl Fn(f64) -> f64,
    ) -> Outcome<()> {
        if let Some(said) = self.python.ask(peer, what, workers, size)? {
            self.report.point(title, name, column, figure(said));
        }
        Ok(())
    }
}
