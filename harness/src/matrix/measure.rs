//! Running one cell: build the backend, run the workload on it, compare, note what it cost.

use super::{BackendKind, Cell, Difference, Expected, Outcome, RunsIn, Scale, Workload};
use crate::backend::{AnyBackend, Backend, Batch, Build, Builder, Inline, Pool, Spawn, Thread, Workers};
use crate::error::Error;
use crate::format::Codec;
use crate::panics;
use crate::progress::Progress;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Told of every finished task of a workload that [talks](Workload::TALKS), with the number of workers.
pub type Watch = Arc<dyn Fn(Cell, usize, Progress) + Send + Sync>;

/// What a caller asks of every cell.
#[derive(Clone, Default)]
pub struct Request {
    /// How much work.
    pub scale: Scale,
    /// How many workers, where the workload does not say itself.
    pub workers: Workers,
    /// Told of every finished task.
    pub watch: Option<Watch>,
}

impl Request {
    /// A run at this scale, with the default workers and nobody watching.
    pub fn at(scale: Scale) -> Self {
        Self { scale, ..Self::default() }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("scale", &self.scale)
            .field("workers", &self.workers)
            .field("watch", &self.watch.is_some())
            .finish()
    }
}

/// One cell, run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CellReport {
    /// Which cell.
    pub cell: Cell,
    /// How it should have ended.
    pub expected: Expected,
    /// How it ended.
    pub outcome: Outcome,
    /// How many tasks it has.
    pub tasks: u64,
    /// How many of them ran at once at most.
    pub workers: usize,
    /// From the first input to the last result.
    pub wall: Duration,
    /// Building the backend, which for a pool is starting its workers. Not part of `wall`.
    pub start_up: Duration,
    /// Bytes sent to workers.
    pub sent: u64,
    /// Bytes received from workers.
    pub received: u64,
    /// Processes started during the run.
    pub started: u64,
}

impl CellReport {
    pub(crate) fn new(cell: Cell, expected: Expected, outcome: Outcome) -> Self {
        let (wall, start_up) = (Duration::ZERO, Duration::ZERO);
        Self {
            cell,
            expected,
            outcome,
            tasks: 0,
            workers: 0,
            wall,
            start_up,
            sent: 0,
            received: 0,
            started: 0,
        }
    }

    /// Whether it ended as it should.
    pub fn as_expected(&self) -> bool {
        self.expected.is_met_by(&self.outcome)
    }

    /// Whether its times mean something.
    pub fn ran(&self) -> bool {
        self.outcome == Outcome::Pass && !self.wall.is_zero()
    }

    /// Wall time over the number of tasks.
    pub fn per_task(&self) -> Duration {
        match self.tasks {
            0 => Duration::ZERO,
            tasks => self.wall.div_f64(tasks as f64),
        }
    }

    /// How many times faster than `reference`, when both ran.
    pub fn speed_up(&self, reference: Option<&Self>) -> Option<f64> {
        let reference = reference.filter(|reference| reference.ran() && self.ran())?;
        Some(reference.wall.as_secs_f64() / self.wall.as_secs_f64())
    }
}

/// Runs the cell of a workload in a format: `W` and `F` are those that the cell names.
///
/// Failures of every kind are outcomes; a backend that cannot be built is one too.
pub fn run_cell<W, F>(cell: Cell, request: &Request) -> CellReport
where
    W: RunsIn<F>,
    F: Codec,
{
    let expected = W::outcome(&cell);
    if let Expected::Skip { reason } = expected {
        return CellReport::new(cell, expected, Outcome::Skipped { reason: reason.to_owned() });
    }
    let mut report = CellReport::new(cell, expected, Outcome::Pass);
    // A workload is foreign code around the tasks: its panic ends this cell, not the whole run.
    let run = panics::catch(|| run::<W, F>(request, &mut report));
    report.outcome = match run {
        Ok(Ok(None)) => Outcome::Pass,
        Ok(Ok(Some(difference))) => Outcome::Wrong(difference),
        Ok(Err(Stopped::Backend(error))) if error.is_encode() => {
            Outcome::Refused { error: error.to_string() }
        }
        Ok(Err(Stopped::Backend(error))) => Outcome::Failed { error: error.to_string() },
        Ok(Err(Stopped::Workload(what, error))) => Outcome::Failed { error: format!("{what}: {error}") },
        Err(info) => Outcome::Failed { error: format!("the workload itself {info}") },
    };
    report
}

/// Why there are no results to compare.
enum Stopped {
    Backend(Error),
    Workload(&'static str, std::io::Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Backend(error)
    }
}

fn run<W, F>(request: &Request, report: &mut CellReport) -> Result<Option<Difference>, Stopped>
where
    W: RunsIn<F>,
    F: Codec,
{
    let scale = request.scale;
    let workload = W::set_up(scale).map_err(|error| Stopped::Workload("the set-up failed", error))?;
    let inputs = workload.inputs(scale);
    report.tasks = inputs.len() as u64;

    let clock = Instant::now();
    let backend = build::<W, F>(report.cell, request)?;
    report.start_up = clock.elapsed();
    report.workers = backend.workers();

    let before = backend.traffic();
    let clock = Instant::now();
    let outputs = workload.run(&backend, inputs);
    report.wall = clock.elapsed();
    let traffic = backend.traffic().since(&before);
    (report.sent, report.received, report.started) = (traffic.sent, traffic.received, traffic.started);

    let outputs = workload
        .settle(outputs?)
        .map_err(|error| Stopped::Workload("what the tasks left behind could not be checked", error))?;
    Ok(Difference::first(&W::expected(scale), &outputs))
}

fn build<W: Workload, F: Codec>(cell: Cell, request: &Request) -> Result<AnyBackend<F>, Error> {
    let kind = cell.backend;
    let transfer = cell.transfer.unwrap_or_default();
    let workers = match (kind, W::WORKERS) {
        (BackendKind::Inline, _) => 1,
        (_, Some(workers)) => workers,
        (_, None) => request.workers.resolve()?,
    };
    let watch = request.watch.as_ref().filter(|_| W::TALKS);
    let hook = watch.cloned().map(|watch| move |progress| watch(cell, workers, progress));
    let set = Setting { workers, hook, batch: W::BATCH };
    Ok(match kind {
        BackendKind::Inline => AnyBackend::Inline(set.on(Inline::builder())?),
        BackendKind::Thread => AnyBackend::Thread(set.on(Thread::builder())?),
        BackendKind::Spawn => AnyBackend::Spawn(set.on(Spawn::<F>::in_format().transfer(transfer))?),
        BackendKind::Pool => AnyBackend::Pool(set.on(Pool::<F>::in_format().transfer(transfer))?),
    })
}

/// The same options, for whichever builder.
struct Setting<H> {
    workers: usize,
    batch: Batch,
    hook: Option<H>,
}

impl<H: Fn(Progress) + Send + Sync + 'static> Setting<H> {
    fn on<B: Build>(self, builder: Builder<B>) -> Result<B, Error> {
        let builder = builder.workers(self.workers).batch(self.batch);
        match self.hook {
            Some(hook) => builder.on_progress(hook).build(),
            None => builder.build(),
        }
    }
}
