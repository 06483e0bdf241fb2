//! A task on a backend in a format: its results are compared with known ones, or with those of a plain loop.

use super::types::BY_THE_COMPILER;
use crate::backend::{Fault, Inline, Pool, Spawn, Stats, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::matrix::{BackendKind, Cell, CellReport, Difference, Expected, MEMORY, Outcome};
use crate::panics;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode, Task};
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Only reached in case of a hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// A task, its inputs and its results, which are made again for every cell.
pub struct TaskRow<K, A, R, M> {
    name: &'static str,
    task: fn() -> K,
    inputs: fn() -> Vec<A>,
    expected: Option<fn() -> Vec<R>>,
    kind: PhantomData<fn() -> M>,
}

impl<K, A, R, M> Clone for TaskRow<K, A, R, M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K, A, R, M> Copy for TaskRow<K, A, R, M> {}

/// A row of tasks. Without `expected` its results are compared with those of [`Inline`].
pub fn task_row<K, A, R, M>(
    name: &'static str,
    task: fn() -> K,
    inputs: fn() -> Vec<A>,
    expected: Option<fn() -> Vec<R>>,
) -> TaskRow<K, A, R, M>
where
    K: Task<A, R, M> + Sync + 'static,
    A: Send + 'static,
    R: PartialEq + Debug + Send + 'static,
    M: 'static,
{
    TaskRow { name, task, inputs, expected, kind: PhantomData }
}

impl<K, A, R, M> TaskRow<K, A, R, M>
where
    K: Task<A, R, M> + Sync + 'static,
    A: Send + 'static,
    R: PartialEq + Debug + Send + 'static,
    M: 'static,
{
    /// The cells on the backends where nothing is encoded.
    pub fn in_memory(self) -> [TaskCell; 2] {
        [BackendKind::Inline, BackendKind::Thread].map(|backend| TaskCell {
            cell: self.cell(backend, MEMORY),
            task: K::name(),
            written: "",
            accepted: true,
            is_listed: true,
            errors: false,
            run: Arc::new(move |cell, workers| {
                self.report(cell, workers, || match cell.backend {
                    BackendKind::Inline => self.plain().map(|got| (got, Stats::default())),
                    _ => {
                        let thread = Thread::builder().workers(workers).build()?;
                        Ok((thread.map((self.task)(), (self.inputs)())?, Stats::default()))
                    }
                })
            }),
        })
    }

    fn cell(&self, backend: BackendKind, format: &'static str) -> Cell {
        Cell { workload: self.name, backend, format, transfer: None, fault: None }
    }

    fn plain(&self) -> Result<Vec<R>, Error> {
        Inline::new().map((self.task)(), (self.inputs)())
    }

    fn report(
        &self,
        cell: Cell,
        workers: usize,
        run: impl FnOnce() -> Result<(Vec<R>, Stats), Error>,
    ) -> CellReport {
        let mut report = CellReport::new(cell, Expected::Pass, Outcome::Pass);
        let ended = panics::catch(|| -> Result<Option<Difference>, Error> {
            report.tasks = (self.inputs)().len() as u64;
            report.workers = if cell.backend == BackendKind::Inline { 1 } else { workers };
            let expected = match self.expected {
                Some(expected) => expected(),
                None => self.plain()?,
            };
            let clock = Instant::now();
            let (got, stats) = run()?;
            report.wall = clock.elapsed();
            (report.sent, report.received, report.started) = (stats.sent, stats.received, stats.started);
            Ok(Difference::first(&expected, &got))
        });
        report.outcome = match ended {
            Ok(Ok(None)) => Outcome::Pass,
            Ok(Ok(Some(difference))) => Outcome::Wrong(difference),
            Ok(Err(error)) if error.is_encode() => Outcome::Refused { error: error.to_string() },
            Ok(Err(error)) => Outcome::Failed { error: error.to_string() },
            Err(info) => {
                Outcome::Failed { error: format!("the inputs, or the results to compare with: {info}") }
            }
        };
        report
    }
}

/// A task and a format. `cells()` knows whether the task can be sent in it, as [`TypeIn`](super::types::TypeIn) does.
pub struct TaskIn<F, K, A, R, M> {
    row: TaskRow<K, A, R, M>,
    written: &'static str,
    is_listed: bool,
    errors: bool,
    of: PhantomData<fn() -> F>,
}

/// `written` is what the author wrote for the format; `only` are the formats in which the task is to run, if not in all, and
/// `errors` those in which an input or a result cannot be encoded.
pub fn task_in<F: Codec, K, A, R, M>(
    row: TaskRow<K, A, R, M>,
    written: &'static str,
    only: Option<&[&str]>,
    errors: Option<&[&str]>,
    _: PhantomData<F>,
) -> TaskIn<F, K, A, R, M> {
    let is_listed = only.is_none_or(|only| only.contains(&F::NAME));
    let errors = errors.is_some_and(|errors| errors.contains(&F::NAME));
    TaskIn { row, written, is_listed, errors, of: PhantomData }
}

impl<F, K, A, R, M> TaskIn<F, K, A, R, M>
where
    F: Codec + StatelessCode<K::Code>,
    K: RemoteTask<F, A, R, M> + Send + Sync,
    K::Captures: Sendable<F>,
    A: Sendable<F>,
    R: Sendable<F> + PartialEq + Debug,
    M: 'static,
{
    /// The cells of a task that the compiler accepts in the format.
    pub fn cells(self) -> [TaskCell; 2] {
        let row = self.row;
        self.with(K::name(), true, move |cell, workers| {
            row.report(cell, workers, || {
                let (task, inputs) = ((row.task)(), (row.inputs)());
                // The second input, or the only one.
                let last = inputs.len().saturating_sub(1) as u64;
                let fault = cell.fault.map(|fault| (fault, Cell::FAULT_AT.min(last)));
                if cell.backend == BackendKind::Spawn {
                    let spawn = Spawn::<F>::in_format().workers(workers).task_timeout(PATIENCE);
                    let spawn = spawn.faulty(fault).build()?;
                    Ok((spawn.map(task, inputs)?, spawn.stats()))
                } else {
                    let pool = Pool::<F>::in_format().workers(workers).task_timeout(PATIENCE);
                    let pool = pool.faulty(fault).build()?;
                    Ok((pool.map(task, inputs)?, pool.stats()))
                }
            })
        })
    }
}

/// [`TaskIn::cells`] where the compiler refuses the task.
pub trait RefusedTask {
    /// The cells of a task that the compiler refuses in the format.
    fn cells(self) -> [TaskCell; 2];
}

impl<F, K, A, R, M> RefusedTask for TaskIn<F, K, A, R, M>
where
    F: Codec,
    K: Task<A, R, M> + Sync + 'static,
    A: Send + 'static,
    R: PartialEq + Debug + Send + 'static,
    M: 'static,
{
    fn cells(self) -> [TaskCell; 2] {
        let row = self.row;
        self.with(K::name(), false, move |cell, _| {
            let error = BY_THE_COMPILER.to_owned();
            let mut report = CellReport::new(cell, Expected::Refused, Outcome::Refused { error });
            report.tasks = (row.inputs)().len() as u64;
            report
        })
    }
}

impl<F, K, A, R, M> TaskIn<F, K, A, R, M>
where
    F: Codec,
    K: Task<A, R, M> + Sync + 'static,
    A: Send + 'static,
    R: PartialEq + Debug + Send + 'static,
    M: 'static,
{
    fn with(
        self,
        task: &'static str,
        accepted: bool,
        run: impl Fn(Cell, usize) -> CellReport + Copy + Send + Sync + 'static,
    ) -> [TaskCell; 2] {
        [BackendKind::Spawn, BackendKind::Pool].map(|backend| TaskCell {
            cell: self.row.cell(backend, F::NAME),
            task,
            written: self.written,
            accepted,
            is_listed: self.is_listed,
            errors: self.errors,
            run: Arc::new(run),
        })
    }
}

/// A task on a backend in a format, ready to run; [`matrix!`](crate::matrix!) makes them from the rows of `tasks`.
#[derive(Clone)]
pub struct TaskCell {
    pub(super) cell: Cell,
    /// The task's name in the table of tasks.
    pub(super) task: &'static str,
    /// The format as the author wrote it.
    pub(super) written: &'static str,
    pub(super) accepted: bool,
    /// Whether the author says that it runs in this format.
    pub(super) is_listed: bool,
    /// Whether the author says that a value cannot be encoded.
    pub(super) errors: bool,
    pub(super) run: Arc<dyn Fn(Cell, usize) -> CellReport + Send + Sync>,
}

impl TaskCell {
    /// Which cell.
    pub fn cell(&self) -> Cell {
        self.cell
    }

    /// The same cell with a fault; `None` where there is no process that could meet it, or no task that runs.
    pub(super) fn with_fault(&self, fault: Fault) -> Option<Self> {
        let runs = self.cell.backend.encodes() && self.accepted && self.is_listed && !self.errors;
        runs.then(|| Self {
            cell: Cell { fault: Some(fault), ..self.cell },
            run: Arc::clone(&self.run),
            ..*self
        })
    }

    /// How it should end.
    pub(super) fn expected(&self) -> Expected {
        match self.cell.fault.and_then(Fault::expected_error) {
            Some(with) => Expected::Fails { with },
            None if self.is_listed && !self.errors => Expected::Pass,
            None => Expected::Refused,
        }
    }

    /// Whether the compiler accepts the task in the format.
    pub fn accepted(&self) -> bool {
        self.accepted
    }
}

impl fmt::Display for TaskCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tasks::{}", self.cell)
    }
}

impl Debug for TaskCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskCell")
            .field("cell", &self.cell)
            .field("accepted", &self.accepted)
            .finish_non_exhaustive()
    }
}
