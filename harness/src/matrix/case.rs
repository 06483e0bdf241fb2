//! [`Case`]: a cell that can be run.

use super::measure::{CellReport, Request, run_cell};
use super::{BackendKind, Cell, Expected, MEMORY, RunsIn};
use crate::backend::{Fault, Transfer};
use crate::format::Codec;

/// A cell that can be run.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    cell: Cell,
    expected: Expected,
    run: fn(Cell, &Request) -> CellReport,
}

impl Case {
    fn new<W: RunsIn<F>, F: Codec>(
        backend: BackendKind,
        transfer: Option<Transfer>,
        fault: Option<Fault>,
    ) -> Self {
        let format = if backend.encodes() { F::NAME } else { MEMORY };
        let cell = Cell { workload: W::NAME, backend, format, transfer, fault };
        Self { cell, expected: W::outcome(&cell), run: run_cell::<W, F> }
    }

    /// One for each transfer mode of the workload.
    pub(super) fn each_transfer<W: RunsIn<F>, F: Codec>(backend: BackendKind, cases: &mut Vec<Self>) {
        match W::TRANSFERS {
            modes if backend.shares_memory() && modes != [Transfer::Auto] => {
                cases.extend(modes.iter().map(|mode| Self::new::<W, F>(backend, Some(*mode), None)));
            }
            _ => cases.push(Self::new::<W, F>(backend, None, None)),
        }
    }

    /// One for each fault, where there is a process that it can happen to.
    pub(super) fn each_fault<W: RunsIn<F>, F: Codec>(faults: &[Fault], cases: &mut Vec<Self>) {
        for backend in BackendKind::ALL.into_iter().filter(|backend| backend.encodes()) {
            cases.extend(faults.iter().map(|fault| Self::new::<W, F>(backend, None, Some(*fault))));
        }
    }

    /// Which cell.
    pub fn cell(&self) -> Cell {
        self.cell
    }

    /// How it should end.
    pub fn expected(&self) -> Expected {
        self.expected
    }

    /// Runs it.
    pub fn run(&self, request: &Request) -> CellReport {
        (self.run)(self.cell, request)
    }
}
