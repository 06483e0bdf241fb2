//! Options of the backends whose tasks run in processes.

use super::builder::{Builder, Settings};
use super::process::{Admission, Config, Initialized, Initializer, Launch, Output, PreparedTask, Preparing};
use super::{Batch, Fault, Pool, Spawn, Stopwatch, Transfer, TransferSettings};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// More processes than this are refused: a slip of the keyboard must not bring the machine down.
const MOST_WORKERS: usize = 4096;
/// How deep pools may be nested if nothing else is said.
const DEPTH: u32 = 3;

/// What only process backends are told.
#[derive(Clone, Debug)]
pub(crate) struct ProcessSettings {
    greeting: Duration,
    window: Option<usize>,
    task_timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    tasks_per_worker: u64,
    retries: u32,
    recycle: Option<u64>,
    idle: Option<Duration>,
    initializer: Option<Initializer>,
    launch: Launch,
    route: TransferSettings,
    depth: u32,
    fault: Option<(Fault, u64)>,
    /// The first setting that cannot be met.
    refused: Option<String>,
}

impl Default for ProcessSettings {
    fn default() -> Self {
        Self {
            greeting: Duration::from_secs(10),
            window: None,
            task_timeout: None,
            call_timeout: None,
            tasks_per_worker: 0,
            retries: 0,
            recycle: None,
            idle: None,
            initializer: None,
            launch: Launch::default(),
            route: TransferSettings::default(),
            depth: DEPTH,
            fault: None,
            refused: None,
        }
    }
}

impl Settings {
    /// # Errors
    /// When a setting cannot be met.
    pub(super) fn into_config(self) -> Result<Config, Error> {
        let processes = self.processes;
        if let Some(story) = processes.refused {
            return Err(Error::refused(story));
        }
        let workers = self.workers.resolve()?;
        check_workers(workers)?;
        Ok(Config {
            workers,
            tasks: processes.tasks_per_worker,
            batch: self.batch,
            window: processes.window,
            handshake_timeout: processes.greeting,
            task_timeout: processes.task_timeout,
            call_timeout: processes.call_timeout,
            retries: processes.retries,
            recycle: processes.recycle,
            idle: processes.idle,
            initializer: processes.initializer,
            launch: processes.launch,
            transfer: processes.route,
            depth: processes.depth,
            fault: processes.fault,
            stopwatch: Stopwatch::new(self.phases),
        })
    }

    /// As [`into_config`](Self::into_config), for one task a process.
    pub(super) fn into_spawn_config(mut self) -> Result<Config, Error> {
        self.processes.tasks_per_worker = 1;
        self.batch = Batch::Fixed(1);
        self.into_config()
    }
}

pub(super) fn check_workers(workers: usize) -> Result<(), Error> {
    if workers <= MOST_WORKERS {
        return Ok(());
    }
    Err(Error::refused(format!(
        "{workers} worker processes are more than the {MOST_WORKERS} that a backend may have: give fewer"
    )))
}

/// A backend whose tasks run in processes.
pub trait ProcessBackend {
    /// The wire format.
    type Format: Codec;
}

impl<F: Codec> ProcessBackend for Pool<F> {
    type Format = F;
}

impl<F: Codec> ProcessBackend for Spawn<F> {
    type Format = F;
}

impl<B: ProcessBackend> Builder<B> {
    fn set(mut self, change: impl FnOnce(&mut ProcessSettings)) -> Self {
        change(&mut self.settings.processes);
        self
    }

    fn refuse_if(mut self, bad: bool, story: &str) -> Self {
        if bad {
            self.settings.processes.refused.get_or_insert_with(|| story.to_owned());
        }
        self
    }

    /// Which way large values take. [`Transfer::Auto`] when not set.
    pub fn transfer(self, transfer: Transfer) -> Self {
        self.set(|settings| settings.route.transfer = transfer)
    }

    /// Encoded bytes above which a value is large. 64 KiB when not set.
    pub fn shared_memory_threshold(self, bytes: usize) -> Self {
        self.set(|settings| settings.route.large = bytes)
    }

    /// Encoded bytes above which [`Transfer::Auto`] takes a file and not memory. A quarter of the machine's memory when not
    /// set: shared memory cannot be written out to make room, as the pages of a file can.
    pub fn file_threshold(self, bytes: usize) -> Self {
        self.set(|settings| settings.route.huge = Some(bytes))
    }

    /// Where the files of [`Transfer::File`] are. The directory for temporary files when not set.
    pub fn transfer_dir(self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        self.set(|settings| settings.route.folder = Some(folder))
    }

    /// How long a new worker process may take to reach `init`. 10 s when not set.
    pub fn greeting_timeout(self, patience: Duration) -> Self {
        self.refuse_if(patience.is_zero(), "a worker cannot begin to serve in no time: give it more than 0 s")
            .set(|settings| settings.greeting = patience)
    }

    /// How many inputs may be taken from the iterator whose results are not there yet, or, with `map_iter` and
    /// `map_unordered`, were not fetched yet. Memory stays within it, however long the input is.
    ///
    /// Without it `map` takes as many as keep the workers busy, and the iterators no more than 16,384, or results of
    /// 64 MiB.
    pub fn window(self, inputs: usize) -> Self {
        self.refuse_if(inputs == 0, "a window of 0 inputs lets no task begin: give at least 1")
            .set(|settings| settings.window = Some(inputs))
    }

    /// How long one task may run. One that takes longer is ended with its worker, which is replaced; it fails with an
    /// error that [`is_timeout`](Error::is_timeout), and no other task is touched.
    pub fn task_timeout(self, limit: Duration) -> Self {
        self.refuse_if(limit.is_zero(), "a task cannot end in no time: give it more than 0 s")
            .set(|settings| settings.task_timeout = Some(limit))
    }

    /// How long one call may take: a `map` from its beginning to its last result, a job from `submit` to its result. What
    /// runs of it then is ended with its workers, which are replaced.
    pub fn call_timeout(self, limit: Duration) -> Self {
        self.refuse_if(limit.is_zero(), "a call cannot end in no time: give it more than 0 s")
            .set(|settings| settings.call_timeout = Some(limit))
    }

    /// How often a task is run again whose worker died. Never when not set: a task may have done half of its work.
    pub fn retries(self, times: u32) -> Self {
        self.set(|settings| settings.retries = times)
    }

    /// Makes something go wrong, for real, when a worker comes to the task of this input: to test what a program does then.
    ///
    /// Once a worker has died of it, no other one of that call meets it: what is tried again succeeds. See [`Fault::costs`] for what each
    /// fault does to its task.
    ///
    /// ```no_run
    /// use wirecheck::{Fault, Pool};
    ///
    /// let pool = Pool::builder().workers(2).fault(Fault::KillDuring, 3).retries(1).build()?;
    /// assert_eq!(pool.map(wirecheck::closure!(|x: u64| x), 0..10)?.len(), 10);
    /// assert_eq!(pool.traffic().crashed, 1);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn fault(self, fault: Fault, input: u64) -> Self {
        self.faulty(Some((fault, input)))
    }

    pub(crate) fn faulty(self, fault: Option<(Fault, u64)>) -> Self {
        self.set(|settings| settings.fault = fault)
    }

    /// Replaces a worker that has grown beyond so many resident bytes, between two tasks.
    pub fn recycle_above(self, bytes: u64) -> Self {
        self.set(|settings| settings.recycle = Some(bytes))
    }

    /// What every worker runs once, before its first task. It gives nothing or a `Result`.
    ///
    /// When it fails or panics the backend is stopped, and says why; when it kills a worker, three workers in a row at most are
    /// started before that is taken for a failure.
    ///
    /// ```no_run
    /// use wirecheck::{Pool, closure};
    ///
    /// fn open_log(path: String) -> Result<(), String> {
    ///     std::fs::File::create(&path).map(drop).map_err(|error| format!("{path}: {error}"))
    /// }
    ///
    /// #[wirecheck::main]
    /// fn main() -> Result<(), wirecheck::Error> {
    ///     let path = String::from("/tmp/log");
    ///     let pool = Pool::builder().initializer(closure!(|| open_log(path.clone()))).build()?;
    ///     # drop(pool);
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn initializer<K, R, M>(self, task: K) -> Self
    where
        K: RemoteTask<B::Format, (), R, M>,
        K::Captures: Sendable<B::Format>,
        B::Format: StatelessCode<K::Code>,
        (): Sendable<B::Format>,
        R: Sendable<B::Format> + Initialized,
        M: 'static,
    {
        let admission =
            Admission { store: &Initializer::store(), stopwatch: None, of: Preparing::Initializer };
        match PreparedTask::new(&task, admission).and_then(Initializer::new::<B::Format, R>) {
            Ok(initializer) => self.set(|settings| settings.initializer = Some(initializer)),
            Err(error) => self.refuse_if(true, &error.to_string()),
        }
    }

    /// Sets an environment variable of the workers.
    pub fn env(self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        let pair = (name.into(), Some(value.into()));
        self.set(|settings| settings.launch.environment.push(pair))
    }

    /// Takes an environment variable away from the workers.
    pub fn env_remove(self, name: impl Into<OsString>) -> Self {
        let pair = (name.into(), None);
        self.set(|settings| settings.launch.environment.push(pair))
    }

    /// The directory in which workers start.
    pub fn current_dir(self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        self.set(|settings| settings.launch.folder = Some(folder))
    }

    /// What becomes of the workers' standard output; [`Output::Inherit`] when not set.
    pub fn stdout(self, output: Output) -> Self {
        self.set(|settings| settings.launch.stdout = output)
    }

    /// What becomes of the workers' standard error; [`Output::Forward`] when not set.
    pub fn stderr(self, output: Output) -> Self {
        self.set(|settings| settings.launch.stderr = output)
    }

    /// How many bytes of address space a worker may have (`RLIMIT_AS`). A task that asks for more aborts its worker, and
    /// fails with [`Reason::OutOfMemory`](crate::Reason::OutOfMemory).
    pub fn memory_limit(self, bytes: u64) -> Self {
        self.refuse_if(bytes == 0, "a worker cannot run in 0 bytes: give it some MiB at least")
            .set(|settings| settings.launch.memory = Some(bytes))
    }

    /// How willing workers are to let others go first, from -20 to 19. Less than the program's own needs a privilege.
    pub fn nice(self, nice: i32) -> Self {
        self.refuse_if(!(-20..=19).contains(&nice), "a niceness is a number from -20 to 19")
            .set(|settings| settings.launch.nice = nice)
    }

    /// Pins workers to cores: the first to the first of these, and so on, from the start again when there are more.
    pub fn pin(self, cores: impl IntoIterator<Item = usize>) -> Self {
        let cores: Vec<usize> = cores.into_iter().collect();
        let too_high = cores.iter().any(|core| *core >= rustix::thread::CpuSet::MAX_CPU);
        self.refuse_if(too_high, "there is no core with this number: the first is 0")
            .set(|settings| settings.launch.pins = cores)
    }

    /// How many threads libraries within a task may start, told by `RAYON_NUM_THREADS`, `OMP_NUM_THREADS` and their like.
    ///
    /// Without it each worker gets its share of the cores, unless the program's environment says something.
    pub fn inner_threads(self, threads: usize) -> Self {
        self.refuse_if(threads == 0, "0 threads cannot run anything: give at least 1")
            .set(|settings| settings.launch.inner_threads = Some(threads))
    }

    /// Has panics in workers tell their backtrace ([`PanicInfo::backtrace`](crate::PanicInfo::backtrace)). Costs
    /// milliseconds a panic.
    pub fn backtraces(self, wanted: bool) -> Self {
        let value = if wanted { "1" } else { "0" };
        self.env("RUST_BACKTRACE", value)
    }

    /// How deep pools may be nested: a pool within a task of a pool is 2 deep. 3 when not set.
    ///
    /// Each inner pool that asks for the available cores gets its worker's share of them.
    pub fn max_depth(self, depth: u32) -> Self {
        self.refuse_if(depth == 0, "pools that may be nested 0 deep cannot be built at all: give at least 1")
            .set(|settings| settings.depth = depth)
    }
}

impl<F: Codec> Builder<Pool<F>> {
    /// How many tasks a worker runs before another one takes its place.
    pub fn tasks_per_worker(self, tasks: u64) -> Self {
        self.refuse_if(tasks == 0, "a worker that runs 0 tasks is of no use: give at least 1")
            .set(|settings| settings.tasks_per_worker = tasks)
    }

    /// How long a worker may be idle before it ends. The next task starts another one.
    pub fn idle_timeout(self, patience: Duration) -> Self {
        self.refuse_if(
            patience.is_zero(),
            "a worker that may not be idle cannot wait for a task: give it more than 0 s",
        )
        .set(|settings| settings.idle = Some(patience))
    }
}
