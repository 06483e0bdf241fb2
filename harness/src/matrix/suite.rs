//! [`Suite`]: the explicit list of workloads and of the formats each is run in.

use super::measure::{CellReport, Request};
use super::{
    BackendKind, BreakEven, Cell, Expected, MEMORY, Mix, Peers, RunsIn, Scale, Sweep, Workload, break_even,
    run_cell, sweep,
};
use crate::backend::{Fault, Transfer, Workers};
use crate::error::Error;
use crate::format::Codec;

/// The workloads of a run, in the order in which they are reported.
///
/// See [the module](super) for an example.
#[derive(Clone, Debug)]
pub struct Suite {
    workloads: Vec<About>,
    cases: Vec<Case>,
    faults: &'static [Fault],
    sweep: Option<SweepCase>,
    break_even: Vec<BreakEvenCase>,
    peers: Option<Peers>,
    mix: Option<Mix>,
    command: &'static str,
    toolchain: Option<&'static str>,
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

/// What a report says of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// What was published of the original.
    pub published: Option<&'static str>,
}

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

    /// One a mode of the workload.
    fn each_transfer<W: RunsIn<F>, F: Codec>(backend: BackendKind, cases: &mut Vec<Self>) {
        match W::TRANSFERS {
            modes if backend.encodes() && modes != [Transfer::Auto] => {
                cases.extend(modes.iter().map(|mode| Self::new::<W, F>(backend, Some(*mode), None)));
            }
            _ => cases.push(Self::new::<W, F>(backend, None, None)),
        }
    }

    /// One a fault, where there is a process that it can happen to.
    fn each_fault<W: RunsIn<F>, F: Codec>(faults: &[Fault], cases: &mut Vec<Self>) {
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

/// A [`Sweep`] that can be run.
#[derive(Clone, Copy, Debug)]
pub struct SweepCase {
    format: &'static str,
    run: fn(Scale, &dyn Fn(u64)) -> Sweep,
}

impl SweepCase {
    /// The name by which it is asked for.
    pub const NAME: &'static str = "transfer_sweep";

    /// The wire format's name.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Runs it. `at` is told of every size before it is begun.
    pub fn run(&self, scale: Scale, at: &dyn Fn(u64)) -> Sweep {
        (self.run)(scale, at)
    }
}

/// A measurement of [`BreakEven`]s that can be run.
#[derive(Clone, Copy, Debug)]
pub struct BreakEvenCase {
    format: &'static str,
    run: fn(Scale, Workers, bool) -> Result<Vec<BreakEven>, Error>,
}

impl BreakEvenCase {
    /// The name by which it is asked for.
    pub const NAME: &'static str = "break_even";

    /// The wire format's name.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Runs it, with threads or without.
    ///
    /// # Errors
    /// Those of the backends.
    pub fn run(&self, scale: Scale, workers: Workers, with_threads: bool) -> Result<Vec<BreakEven>, Error> {
        (self.run)(scale, workers, with_threads)
    }
}

impl Suite {
    /// A suite without workloads.
    pub fn new() -> Self {
        Self {
            workloads: Vec::new(),
            cases: Vec::new(),
            faults: &[],
            sweep: None,
            break_even: Vec::new(),
            peers: None,
            mix: None,
            command: "cargo run --release",
            toolchain: None,
        }
    }

    /// Adds a workload, on every backend, in the named formats and its own transfer modes.
    ///
    /// Inline and thread appear once: nothing is encoded there.
    #[must_use]
    pub fn workload<W: Workload, L: Formats<W>>(mut self) -> Self {
        self.workloads.push(About { name: W::NAME, about: W::ABOUT, published: W::PUBLISHED });
        self.cases.extend(L::cases(self.faults));
        self
    }

    /// Runs the workloads that are added from here on with these faults too, in their first format. Such cells are left out
    /// unless they are asked for, by [`Request::faults`] or on the command line.
    #[must_use]
    pub fn faults(mut self, faults: &'static [Fault]) -> Self {
        self.faults = faults;
        self
    }

    /// Measures the ways that large results take as well, in this format.
    #[must_use]
    pub fn sweep<F: Codec>(mut self) -> Self {
        self.sweep = Some(SweepCase { format: F::NAME, run: sweep::sweep::<F> });
        self
    }

    /// Measures as well how long a task has to be for each backend to be worth it, in this format; may be called for several.
    #[must_use]
    pub fn break_even<F: Codec>(mut self) -> Self {
        self.break_even.push(BreakEvenCase { format: F::NAME, run: break_even::measure::<F> });
        self
    }

    /// See [`break_even`](Self::break_even).
    pub fn break_even_cases(&self) -> &[BreakEvenCase] {
        &self.break_even
    }

    /// Names what runs the workloads in other libraries, where that is asked for.
    #[must_use]
    pub fn peers(mut self, run: Peers) -> Self {
        self.peers = Some(run);
        self
    }

    /// See [`peers`](Self::peers).
    pub fn peers_case(&self) -> Option<Peers> {
        self.peers
    }

    /// Names what runs waits and sums together.
    #[must_use]
    pub fn mix(mut self, run: Mix) -> Self {
        self.mix = Some(run);
        self
    }

    /// See [`mix`](Self::mix).
    pub fn mix_case(&self) -> Option<Mix> {
        self.mix
    }

    /// See [`sweep`](Self::sweep).
    pub fn sweep_case(&self) -> Option<SweepCase> {
        self.sweep
    }

    /// The command that reports name as their origin. `cargo run --release` when not set.
    #[must_use]
    pub fn command(mut self, command: &'static str) -> Self {
        self.command = command;
        self
    }

    /// The compiler that built the program, for the timing report; only a build script knows it.
    #[must_use]
    pub fn built_with(mut self, toolchain: Option<&'static str>) -> Self {
        self.toolchain = toolchain;
        self
    }

    /// The workloads.
    pub fn workloads(&self) -> &[About] {
        &self.workloads
    }

    /// A name that two workloads share, whose cells could then not be told apart.
    pub fn shared_name(&self) -> Option<&'static str> {
        let mut names = self.workloads.iter().map(|about| about.name).enumerate();
        let seen = |at, name| self.workloads[..at].iter().any(|other| other.name == name);
        names.find(|(at, name)| seen(*at, *name)).map(|(_, name)| name)
    }

    /// All cells, those of a workload together, the reference first.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The names of the formats that some cell uses.
    pub fn formats(&self) -> Vec<&'static str> {
        let mut formats = Vec::new();
        for cell in self.cases.iter().map(Case::cell).filter(|cell| cell.backend.encodes()) {
            if !formats.contains(&cell.format) {
                formats.push(cell.format);
            }
        }
        formats
    }

    /// See [`command`](Self::command).
    pub fn origin(&self) -> &'static str {
        self.command
    }

    /// See [`built_with`](Self::built_with).
    pub fn toolchain(&self) -> Option<&'static str> {
        self.toolchain
    }
}

/// A list of formats in which a workload runs: a tuple of format types.
#[diagnostic::on_unimplemented(
    message = "`{W}` does not run in every one of the formats `{Self}`",
    label = "not a list of formats for this workload",
    note = "give a tuple such as `(Bincode, Ron)`; the workload needs `RunsIn` for each of them"
)]
pub trait Formats<W: Workload> {
    /// The cells: every backend, the encoding ones once a format and mode; and those with a fault, in the first format.
    fn cases(faults: &[Fault]) -> Vec<Case>;
}

macro_rules! formats {
    ($($first:ident $($more:ident)*;)*) => {$(
        impl<W, $first, $($more),*> Formats<W> for ($first, $($more,)*)
        where
            $first: Codec,
            $($more: Codec,)*
            W: RunsIn<$first> $(+ RunsIn<$more>)*,
        {
            fn cases(faults: &[Fault]) -> Vec<Case> {
                let mut cases = Vec::new();
                for backend in BackendKind::ALL {
                    Case::each_transfer::<W, $first>(backend, &mut cases);
                    if backend.encodes() {
                        $(Case::each_transfer::<W, $more>(backend, &mut cases);)*
                    }
                }
                Case::each_fault::<W, $first>(faults, &mut cases);
                cases
            }
        }
    )*};
}

formats! {
    F1;
    F1 F2;
    F1 F2 F3;
    F1 F2 F3 F4;
    F1 F2 F3 F4 F5;
    F1 F2 F3 F4 F5 F6;
    F1 F2 F3 F4 F5 F6 F7;
    F1 F2 F3 F4 F5 F6 F7 F8;
    F1 F2 F3 F4 F5 F6 F7 F8 F9;
    F1 F2 F3 F4 F5 F6 F7 F8 F9 F10;
    F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11;
    F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12;
}
