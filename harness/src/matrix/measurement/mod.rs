//! What a run measures beyond its cells: each measurement is one value that gives one section of every report.

mod break_even;
mod crossing;
mod findings;
mod scaling;
mod series;
mod sweep;
mod table;

pub use break_even::{BreakEven, BreakEvenFormats, TaskCost};
pub use crossing::{Crossing, binary};
pub use findings::{Data, Findings, Part};
pub use scaling::{Scaling, amdahl, karp_flatt};
pub use series::{Axis, Guide, Line, Mark, Point, Series};
pub use sweep::TransferSweep;
pub use table::{Column, DataTable, Datum, Unit};

use super::{Case, CellReport, Scale};
use crate::backend::Workers;
use std::fmt::Debug;

/// Something that a run measures beyond its cells.
///
/// To add a section to every report, implement this and pass it to [`Suite::measure`](super::Suite::measure).
///
/// ```
/// use wirecheck::matrix::{Column, DataTable, Datum, Findings, Measurement, MeasurementRequest, Suite, Unit};
///
/// #[derive(Debug)]
/// struct Clock;
///
/// impl Measurement for Clock {
///     fn name(&self) -> &'static str {
///         "clock"
///     }
///     fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String> {
///         request.progress("reading the clock");
///         let runs: Vec<f64> = (0..request.runs).map(|_| std::time::Instant::now().elapsed().as_secs_f64()).collect();
///         let table = DataTable::new([Column::text("what"), Column::new("time", Unit::Seconds)])
///             .row([Datum::text("reading the clock twice"), Datum::range(&runs)]);
///         Ok(Findings::new(self.name(), "The clock").table("The clock", table))
///     }
/// }
///
/// let suite = Suite::new().measure(Clock);
/// assert!(suite.measurements().any(|measurement| measurement.name() == "clock"));
/// ```
pub trait Measurement: Debug + Send + Sync {
    /// Its name, in `snake_case`, which no other measurement of the suite has: `--only` asks for it.
    fn name(&self) -> &'static str;

    /// When it is run.
    fn selection(&self) -> Selection {
        Selection::ByName
    }

    /// The names of the wire formats it can be run in, for `--format`. Empty where it depends on none.
    fn formats(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Measures it. Findings without any figures are not reported.
    ///
    /// # Errors
    /// A sentence that says why nothing was measured. What fails in part belongs into [`Findings::failures`].
    fn run(&self, request: &MeasurementRequest<'_>) -> Result<Findings, String>;
}

/// When a [`Measurement`] is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selection {
    /// In every run, unless `--only` or `--format` asks for something else.
    ByName,
    /// In every run that has cells: it is about those.
    WithCells,
    /// In runs that ask for it with `--peers`: it compares with other libraries.
    Peers,
}

/// What a run asks of a [`Measurement`].
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct MeasurementRequest<'a> {
    /// How much work.
    pub scale: Scale,
    /// How many workers, where a workload does not say itself.
    pub workers: Workers,
    /// How often each figure is measured, after one run to warm up.
    pub runs: usize,
    /// The formats to measure, those of [`Measurement::formats`] that were asked for.
    pub formats: &'a [&'static str],
    /// The cells of the run.
    pub cases: &'a [Case],
    /// How those ended, in the same order.
    pub reports: &'a [CellReport],
    progress: &'a dyn Fn(&str),
}

impl<'a> MeasurementRequest<'a> {
    /// A request for a few runs at this scale, without cells and formats; for tests.
    pub fn at(scale: Scale) -> Self {
        let (formats, cases, reports) = (&[], &[], &[]);
        Self { scale, workers: Workers::Available, runs: 3, formats, cases, reports, progress: &|_| () }
    }

    /// Calls `progress` with what is measured at the moment.
    #[must_use]
    pub fn on_progress(self, progress: &'a dyn Fn(&str)) -> Self {
        Self { progress, ..self }
    }

    /// Says what is measured now.
    pub fn progress(&self, what: &str) {
        (self.progress)(what);
    }

    /// Whether a workload is among the cells.
    pub fn has_workload(&self, name: &str) -> bool {
        self.cases.iter().any(|case| case.cell().workload == name)
    }
}

impl Debug for MeasurementRequest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MeasurementRequest")
            .field("scale", &self.scale)
            .field("workers", &self.workers)
            .field("runs", &self.runs)
            .field("formats", &self.formats)
            .field("cases", &self.cases.len())
            .finish_non_exhaustive()
    }
}
