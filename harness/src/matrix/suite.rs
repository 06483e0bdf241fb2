//! [`Suite`]: the explicit list of workloads, of the formats each is run in, and of measurements.

use super::{BackendKind, Case, Measurement, Nodes, RunsIn, Scaling, Workload};
use crate::backend::Fault;
use crate::error::Error;
use crate::format::Codec;
use std::sync::Arc;

/// The workloads and measurements of a run, in the order in which they are reported.
///
/// See [the module](super) for an example.
#[derive(Clone, Debug)]
pub struct Suite {
    workloads: Vec<About>,
    cases: Vec<Case>,
    faults: &'static [Fault],
    measurements: Vec<Arc<dyn Measurement>>,
    command: &'static str,
    toolchain: Option<&'static str>,
    cluster: Option<fn(&str) -> Result<Nodes, Error>>,
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

/// What a report says about a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// A sentence about it, without a full stop.
    pub about: &'static str,
    /// The figures that were published for the original.
    pub published: Option<&'static str>,
}

impl Suite {
    /// A suite without workloads. Its only measurement is [`Scaling`].
    pub fn new() -> Self {
        Self {
            workloads: Vec::new(),
            cases: Vec::new(),
            faults: &[],
            measurements: vec![Arc::new(Scaling)],
            command: "cargo run --release",
            toolchain: None,
            cluster: None,
        }
    }

    /// Adds a workload: on every backend, in the named formats, in its own transfer modes.
    ///
    /// Inline and thread appear once, because nothing is encoded there.
    #[must_use]
    pub fn workload<W: Workload, L: Formats<W>>(mut self) -> Self {
        self.workloads.push(About { name: W::NAME, about: W::ABOUT, published: W::PUBLISHED });
        self.cases.extend(L::cases(self.faults));
        self
    }

    /// Also runs the workloads that are added after this call with these faults, in their first format. Such cells are left out
    /// unless [`Request::faults`](super::Request::faults) or `--faults` asks for them.
    #[must_use]
    pub fn faults(mut self, faults: &'static [Fault]) -> Self {
        self.faults = faults;
        self
    }

    /// Adds a measurement: one more section in every report.
    #[must_use]
    pub fn measure(mut self, measurement: impl Measurement + 'static) -> Self {
        self.measurements.push(Arc::new(measurement));
        self
    }

    /// The measurements, in the order in which they are run.
    pub fn measurements(&self) -> impl Iterator<Item = &Arc<dyn Measurement>> {
        self.measurements.iter()
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

    /// How the command line reaches the cluster that `--cluster` names, for the cells of [`BackendKind::Cluster`]. The function
    /// `nodes` of the crate `wirecheck-cluster` is for this.
    #[must_use]
    pub fn cluster(mut self, connect: fn(&str) -> Result<Nodes, Error>) -> Self {
        self.cluster = Some(connect);
        self
    }

    /// See [`cluster`](Self::cluster).
    pub fn connect(&self) -> Option<fn(&str) -> Result<Nodes, Error>> {
        self.cluster
    }

    /// The workloads.
    pub fn workloads(&self) -> &[About] {
        &self.workloads
    }

    /// A name that two workloads or measurements share: nobody could ask for one of them.
    pub fn shared_name(&self) -> Option<&'static str> {
        let workloads = self.workloads.iter().map(|about| about.name);
        let names: Vec<_> =
            workloads.chain(self.measurements.iter().map(|measurement| measurement.name())).collect();
        (0..names.len()).find(|at| names[..*at].contains(&names[*at])).map(|at| names[at])
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
    /// The cells: one for every backend, format and mode, and those with a fault, in the first format.
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

super::tuples::for_each_tuple!(formats);
