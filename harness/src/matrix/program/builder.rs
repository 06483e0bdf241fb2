//! [`Matrix`]: the rows of a crate, and how they are run.

use super::record::TestRun;
use super::stated::Stated;
use super::tasks::TaskCell;
use super::types::TypeCell;
use crate::backend::{Fault, Workers};
use crate::matrix::{BackendKind, Expected};
use std::fmt::{self, Debug};
use std::path::{Path, PathBuf};

/// Checks a text against the snapshot of this name in a folder; panics where they differ.
pub(super) type Assert = fn(&Path, &str, &str);

/// Writes a report of a run into a folder. An error is a sentence.
pub(crate) type WriteReport = fn(&Path, &TestRun) -> Result<(), String>;

/// The crate that a matrix belongs to; only a macro that is expanded there knows it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TestCrate {
    pub(super) manifest: &'static str,
    pub(super) package: &'static str,
    pub(super) krate: &'static str,
    pub(super) assert: Option<Assert>,
    pub(super) write_report: Option<WriteReport>,
}

impl TestCrate {
    #[doc(hidden)]
    pub fn new(manifest: &'static str, package: &'static str, krate: &'static str) -> Self {
        Self { manifest, package, krate, assert: None, write_report: None }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn asserting(self, assert: fn(&Path, &str, &str)) -> Self {
        Self { assert: Some(assert), ..self }
    }

    /// Reports are above matrices: whoever knows both connects them.
    #[cfg(feature = "report")]
    pub(crate) fn reporting(self, write: WriteReport) -> Self {
        Self { write_report: Some(write), ..self }
    }
}

/// The matrix of a crate: types x formats, tasks x backends x formats, as a test program with libtest's arguments.
///
/// [`matrix_of!`](crate::matrix_of!) makes one; [`matrix!`](crate::matrix!) makes one, and the `main` that runs it. Each cell is
/// a trial: `types::Point::bincode`, `tasks::square::pool::bincode`. The trial `coverage` fails where something has no row.
///
/// ```
/// use wirecheck::matrix_of;
///
/// let matrix = matrix_of! {
///     types: [u64: [0, 1, u64::MAX]],
///     formats: [Bincode],
///     every: [], // an example has no sources
/// };
/// let matrix = matrix.trial("mine::two", || if 1 + 1 == 2 { Ok(()) } else { Err("not two".into()) });
/// assert_eq!(matrix.names(), ["types::u64::bincode", "mine::two", "coverage"]);
/// ```
#[must_use = "nothing is run before `run`"]
pub struct Matrix {
    pub(super) origin: TestCrate,
    pub(super) crate_name: String,
    pub(super) workers: Workers,
    pub(super) backends: Vec<BackendKind>,
    pub(super) types: Vec<TypeCell>,
    pub(super) tasks: Vec<TaskCell>,
    pub(super) refused: Vec<Stated>,
    pub(super) errors: Vec<Stated>,
    pub(super) every: Vec<PathBuf>,
    pub(super) except: Vec<String>,
    pub(super) faults: Vec<Fault>,
    pub(super) outcomes: Vec<(String, Expected)>,
    pub(super) own: Vec<(String, Own)>,
    pub(super) snapshots: PathBuf,
    pub(super) junit: Option<PathBuf>,
    pub(super) report: Option<PathBuf>,
}

/// A trial that the program adds.
pub(super) type Own = Box<dyn FnOnce() -> Result<(), String> + Send>;

impl Matrix {
    /// A matrix without rows, of this crate; see [`matrix_of!`](crate::matrix_of!).
    ///
    /// By default: two workers, every backend except the plain loop, the sources in `src`, snapshots in
    /// `tests/snapshots/<name of the test>`.
    pub fn new(origin: TestCrate) -> Self {
        Self {
            crate_name: origin.package.replace('-', "_"),
            workers: Workers::Exactly(2),
            backends: vec![BackendKind::Thread, BackendKind::Spawn, BackendKind::Pool],
            types: Vec::new(),
            tasks: Vec::new(),
            refused: Vec::new(),
            errors: Vec::new(),
            every: vec!["src".into()],
            except: Vec::new(),
            faults: Vec::new(),
            outcomes: Vec::new(),
            own: Vec::new(),
            snapshots: Path::new(origin.manifest).join("tests/snapshots").join(origin.krate),
            junit: None,
            report: None,
            origin,
        }
    }

    /// The number of workers of a task's backend. Each type takes one process.
    pub fn workers(self, workers: impl Into<Workers>) -> Self {
        Self { workers: workers.into(), ..self }
    }

    /// The backends on which tasks run.
    pub fn backends(self, backends: impl IntoIterator<Item = BackendKind>) -> Self {
        Self { backends: backends.into_iter().collect(), ..self }
    }

    /// Adds a type in a format.
    pub fn type_cell(mut self, cell: TypeCell) -> Self {
        self.types.push(cell);
        self
    }

    /// Adds cells of a task.
    pub fn task_cells(mut self, cells: impl IntoIterator<Item = TaskCell>) -> Self {
        self.tasks.extend(cells);
        self
    }

    #[doc(hidden)]
    pub fn refused(mut self, stated: Stated) -> Self {
        self.refused.push(stated);
        self
    }

    #[doc(hidden)]
    pub fn errors(mut self, stated: Stated) -> Self {
        self.errors.push(stated);
        self
    }

    /// The folders of sources, relative to the package, in which every type that derives `Sendable` must have a row.
    pub fn every<P: Into<PathBuf>>(self, folders: impl IntoIterator<Item = P>) -> Self {
        Self { every: folders.into_iter().map(Into::into).collect(), ..self }
    }

    /// Types and tasks that need no row, by name.
    pub fn except<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.except.extend(names.into_iter().map(Into::into));
        self
    }

    /// The crate whose tasks must have rows, where its name is not that of the package.
    pub fn crate_name(self, name: impl Into<String>) -> Self {
        Self { crate_name: name.into(), ..self }
    }

    /// Also runs every task with these faults, on the backends with processes: one cell for each, such as
    /// `tasks::square::pool::bincode::kill_during`. The second input meets the fault, or the only one. [`Fault::expected_error`] says how
    /// such a cell should end, unless [`outcome`](Self::outcome) says something else.
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults.extend(faults);
        self
    }

    /// How a cell of tasks with a fault should end, by its name without `tasks::`.
    ///
    /// ```
    /// use wirecheck::Fault;
    /// use wirecheck::matrix::Expected;
    ///
    /// # fn large(len: usize) -> Vec<u8> { vec![0; len] }
    /// let matrix = wirecheck::matrix_of! { tasks: [large: [10_usize, 1 << 30]], formats: [Bincode], every: [] }
    ///     .faults([Fault::LittleMemory])
    ///     .outcome("large::pool::bincode::little_memory", Expected::Fails { with: "it ran out of memory" });
    /// assert!(matrix.names().contains(&"tasks::large::pool::bincode::little_memory".to_owned()));
    /// ```
    pub fn outcome(mut self, cell: impl Into<String>, expected: Expected) -> Self {
        self.outcomes.push((cell.into(), expected));
        self
    }

    /// Adds another trial; an `Err` or a panic fails it.
    pub fn trial<R>(mut self, name: impl Into<String>, run: R) -> Self
    where
        R: FnOnce() -> Result<(), String> + Send + 'static,
    {
        self.own.push((name.into(), Box::new(run)));
        self
    }

    /// The folder of the snapshots, relative to the package (feature `insta`). It must contain nothing else.
    pub fn snapshots(self, folder: impl AsRef<Path>) -> Self {
        Self { snapshots: Path::new(self.origin.manifest).join(folder), ..self }
    }

    /// Writes the results as JUnit's XML (feature `junit`), as `--junit FILE` and `WIRECHECK_JUNIT=FILE` do.
    pub fn junit(self, file: impl Into<PathBuf>) -> Self {
        Self { junit: Some(file.into()), ..self }
    }

    /// Writes `index.html`, `compat.ron` and `compat.json` into a folder (feature `report`), as `--report DIR` and `WIRECHECK_REPORT=DIR` do.
    pub fn report(self, folder: impl Into<PathBuf>) -> Self {
        Self { report: Some(folder.into()), ..self }
    }

    /// The names of all trials, in their order.
    pub fn names(&self) -> Vec<String> {
        let types = self.types.iter().map(ToString::to_string);
        let tasks = self.all_tasks().into_iter().map(|task| task.to_string());
        let own = self.own.iter().map(|(name, _)| name.clone());
        types.chain(tasks).chain(own).chain([COVERAGE.to_owned()]).collect()
    }

    /// The tasks on the backends that were asked for.
    pub(super) fn chosen_tasks(&self) -> impl Iterator<Item = &TaskCell> {
        self.tasks.iter().filter(|task| self.backends.contains(&task.cell.backend))
    }

    /// The same tasks, and after them those with a fault.
    pub(super) fn all_tasks(&self) -> Vec<TaskCell> {
        let plain = self.chosen_tasks().cloned();
        let faulty = self
            .chosen_tasks()
            .flat_map(|task| self.faults.iter().filter_map(|fault| task.with_fault(*fault)));
        plain.chain(faulty).collect()
    }
}

/// The trial that fails where something has no row.
pub(super) const COVERAGE: &str = "coverage";

impl Debug for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matrix")
            .field("crate", &self.origin)
            .field("trials", &self.names())
            .finish_non_exhaustive()
    }
}
