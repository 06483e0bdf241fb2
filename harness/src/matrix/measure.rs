//! Running one cell: build the backend, run the workload on it, compare the results, measure the times.

use super::setting::Setting;
use super::{BackendKind, Cell, Difference, Estimate, Expected, Nodes, Outcome, RunsIn, Scale, Workload};
use crate::backend::{AnyBackend, Backend, Inline, Phases, Pool, Spawn, Stats, Thread, Workers};
use crate::error::Error;
use crate::format::Codec;
use crate::panics;
use crate::progress::Progress;
#[cfg(processes)]
use crate::worker::peak;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Called after every task of a workload that [reports its tasks](Workload::REPORTS_TASKS), with the number of workers.
pub type OnProgress = Arc<dyn Fn(Cell, usize, Progress) + Send + Sync>;

/// What a caller asks of every cell.
#[derive(Clone, Default)]
pub struct Request {
    /// How much work.
    pub scale: Scale,
    /// How many workers, where the workload does not say itself.
    pub workers: Workers,
    /// This number of workers, whatever the workload says: to see how it scales.
    pub exactly: Option<usize>,
    /// How often a cell is run, after one run to warm up. With 0 or 1 it is run once, and where the time goes is not measured.
    /// There are fewer runs where all of them would take longer than about 3 s (0.1 s at the quick scale), but at least two,
    /// because one run has no interval.
    pub runs: usize,
    /// Whether cells with a [`Fault`](crate::Fault) are run, too.
    pub faults: bool,
    /// The nodes that the cells of [`BackendKind::Cluster`] run on. Without it, they are left out.
    pub cluster: Option<Nodes>,
    /// Called after every task.
    pub on_progress: Option<OnProgress>,
}

impl Request {
    /// A run at this scale, with the default workers.
    pub fn at(scale: Scale) -> Self {
        Self { scale, ..Self::default() }
    }

    /// Whether this cell is asked for.
    pub fn wants(&self, cell: &Cell) -> bool {
        (self.faults || cell.fault.is_none())
            && (self.cluster.is_some() || cell.backend != BackendKind::Cluster)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("scale", &self.scale)
            .field("workers", &self.workers)
            .field("exactly", &self.exactly)
            .field("runs", &self.runs)
            .field("faults", &self.faults)
            .field("cluster", &self.cluster)
            .field("on_progress", &self.on_progress.is_some())
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
    /// How many of them could run at the same time.
    pub workers: usize,
    /// From the first input to the last result: the median, where there were several runs.
    pub wall: Duration,
    /// The times of all runs that count, the shortest first.
    pub walls: Vec<Duration>,
    /// Where the time of the median run went, where that was measured.
    pub phases: Option<Phases>,
    /// The most memory this process used while the cell ran, in bytes, where that was measured.
    pub peak: Option<u64>,
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
            walls: Vec::new(),
            phases: None,
            peak: None,
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

    /// The time that the workers did not spend on tasks: they waited for one, for a process to start, or for a core.
    /// `None` where it was not measured.
    pub fn waited(&self) -> Option<Duration> {
        let phases = self.phases?;
        let had = self.wall.mul_f64(self.workers as f64);
        Some(had.saturating_sub(phases.workers.sum() + phases.compute))
    }

    /// How many times as fast as `reference` it is, where both ran.
    pub fn speed_up(&self, reference: Option<&Self>) -> Option<Estimate> {
        let reference = reference.filter(|reference| reference.ran() && self.ran())?;
        Estimate::ratio_of_medians(&reference.runs(), &self.runs())
    }

    /// Seconds, one value per run.
    pub(crate) fn runs(&self) -> Vec<f64> {
        let walls = if self.walls.is_empty() { std::slice::from_ref(&self.wall) } else { &self.walls };
        walls.iter().map(Duration::as_secs_f64).collect()
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

/// Of one run nobody can say how far the others are from it.
const LEAST_RUNS: usize = 2;

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
    let clock = Instant::now();
    let backend = build::<W, F>(report.cell, request)?;
    report.start_up = clock.elapsed();
    report.workers = backend.workers();

    reset_peak(request);
    let first = once::<W, F>(request, &backend)?;
    report.tasks = first.tasks;
    (report.sent, report.received, report.started) =
        (first.stats.sent, first.stats.received, first.stats.started);
    let mut runs = vec![first];
    // The first run is there to warm up, unless there is no time for two others.
    let runs_wanted = if report.cell.fault.is_some() { 0 } else { request.runs };
    let budget = request.scale.pick(Duration::from_millis(100), Duration::from_secs(3));
    let mut left = budget.saturating_sub(runs[0].wall);
    while runs[0].difference.is_none()
        && runs.len() <= runs_wanted
        && runs_wanted > 1
        && (!left.is_zero() || runs.len() < LEAST_RUNS)
    {
        let run = once::<W, F>(request, &backend)?;
        left = left.saturating_sub(run.wall);
        let is_wrong = run.difference.is_some();
        runs.push(run);
        if is_wrong {
            break;
        }
    }
    if let Some(at) = runs.iter().position(|run| run.difference.is_some()) {
        report.wall = runs[at].wall;
        return Ok(runs.swap_remove(at).difference);
    }
    if runs.len() > LEAST_RUNS {
        runs.remove(0);
    }
    runs.sort_by_key(|run| run.wall);
    let median = &runs[runs.len() / 2];
    let walls: Vec<f64> = runs.iter().map(|run| run.wall.as_secs_f64()).collect();
    report.wall = super::statistics::median(&walls).map_or(median.wall, Duration::from_secs_f64);
    if request.runs > 1 {
        report.phases = Some(median.phases);
        #[cfg(processes)]
        {
            report.peak = peak();
        }
    }
    report.walls = runs.iter().map(|run| run.wall).collect();
    Ok(None)
}

/// The results of one run.
struct Run {
    tasks: u64,
    wall: Duration,
    stats: Stats,
    phases: Phases,
    difference: Option<Difference>,
}

fn once<W, F>(request: &Request, backend: &AnyBackend<F>) -> Result<Run, Stopped>
where
    W: RunsIn<F>,
    F: Codec,
{
    let scale = request.scale;
    let workload = W::set_up(scale).map_err(|error| Stopped::Workload("the set-up failed", error))?;
    let inputs = workload.inputs(scale);
    let tasks = inputs.len() as u64;

    let before = (backend.stats(), backend.phases());
    let clock = Instant::now();
    let outputs = workload.run(backend, inputs);
    let wall = clock.elapsed();
    let (stats, phases) = (backend.stats().since(&before.0), backend.phases().since(&before.1));

    let outputs = workload
        .settle(outputs?)
        .map_err(|error| Stopped::Workload("what the tasks left behind could not be checked", error))?;
    let difference = Difference::first(&W::expected(scale), &outputs);
    Ok(Run { tasks, wall, stats, phases, difference })
}

/// Makes the kernel forget the most memory this process had.
fn reset_peak(request: &Request) {
    if request.runs > 1 {
        // Where it cannot be reset, the peak is that of the whole program so far.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }
}

fn build<W: Workload, F: Codec>(cell: Cell, request: &Request) -> Result<AnyBackend<F>, Error> {
    let kind = cell.backend;
    let transfer = cell.transfer.unwrap_or_default();
    let fault = cell.fault.map(|fault| (fault, Cell::FAULT_AT));
    let workers = match (kind, request.exactly.or(W::WORKERS)) {
        (BackendKind::Inline, _) => 1,
        (_, Some(workers)) => workers,
        (BackendKind::Cluster, None) => request.cluster.as_ref().map_or(1, Nodes::places),
        (_, None) => request.workers.resolve()?,
    };
    let on_progress = request.on_progress.as_ref().filter(|_| W::REPORTS_TASKS);
    let hook = on_progress.cloned().map(|call| move |progress| call(cell, workers, progress));
    let set = Setting { workers, hook, batch: W::BATCH, phases: request.runs > 1 };
    Ok(match kind {
        BackendKind::Inline => AnyBackend::Inline(set.on(Inline::builder())?),
        BackendKind::Thread => AnyBackend::Thread(set.on(Thread::builder())?),
        BackendKind::Spawn => {
            AnyBackend::Spawn(set.on(Spawn::<F>::in_format().transfer(transfer).faulty(fault))?)
        }
        BackendKind::Pool => {
            AnyBackend::Pool(set.on(Pool::<F>::in_format().transfer(transfer).faulty(fault))?)
        }
        BackendKind::Cluster => {
            let nodes = request.cluster.as_ref().ok_or_else(|| {
                Error::refused("this cell runs on a cluster: give the request nodes, or leave the cell out")
            })?;
            nodes.backend(set, fault)?
        }
    })
}
