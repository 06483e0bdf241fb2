//! Options of the backends whose tasks run in processes.

use super::builder::Builder;
use super::process::{Admission, Initializer, PreparedTask, Preparing};
use super::process_settings::ProcessSettings;
use super::{Fault, Initialized, LineHook, Output, Pool, Spawn, Transfer, WorkerLine};
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// More cores than this cannot be named in a thread's affinity mask.
const MOST_CORES: usize = 1024;
/// A backend whose tasks run in other processes: [`Pool`] and [`Spawn`]. Their builders have more options.
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

/// A backend whose worker processes outlive a task: a [`Pool`], here or on the nodes of a cluster.
pub trait KeptWorkers: ProcessBackend {}

impl<F: Codec> KeptWorkers for Pool<F> {}

impl<B: ProcessBackend> Builder<B> {
    fn set(mut self, change: impl FnOnce(&mut ProcessSettings)) -> Self {
        change(&mut self.settings.processes);
        self
    }

    fn refuse_if(mut self, bad: bool, message: &str) -> Self {
        if bad {
            self.settings.processes.refused.get_or_insert_with(|| message.to_owned());
        }
        self
    }

    /// How large values travel. [`Transfer::Auto`] by default.
    pub fn transfer(self, transfer: Transfer) -> Self {
        self.set(|settings| settings.route.transfer = transfer)
    }

    /// The encoded size in bytes above which a value is large. 64 KiB by default.
    pub fn shared_memory_threshold(self, bytes: usize) -> Self {
        self.set(|settings| settings.route.large = bytes)
    }

    /// The encoded size in bytes above which [`Transfer::Auto`] uses a file instead of shared memory. A quarter of the machine's
    /// memory by default: the kernel can write the pages of a file to disk to make room, but not shared memory.
    pub fn file_threshold(self, bytes: usize) -> Self {
        self.set(|settings| settings.route.huge = Some(bytes))
    }

    /// The directory for the files of [`Transfer::File`]. The system's directory for temporary files by default.
    pub fn transfer_dir(self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        self.set(|settings| settings.route.folder = Some(folder))
    }

    /// How long a new worker process may take to reach [`init`](crate::init). 10 s by default. One that takes longer is killed, and
    /// the call fails.
    pub fn greeting_timeout(self, patience: Duration) -> Self {
        self.refuse_if(patience.is_zero(), "a worker cannot begin to serve in no time: give it more than 0 s")
            .set(|settings| settings.greeting = patience)
    }

    /// How long the [`initializer`](Self::initializer) may take in a worker. One that takes longer is killed, and the backend stops
    /// with an error that names the initializer.
    ///
    /// By default 5 minutes. If `task_timeout` or `call_timeout` is set, the longer of them, but at least `greeting_timeout`.
    pub fn initializer_timeout(self, patience: Duration) -> Self {
        self.refuse_if(patience.is_zero(), "an initializer cannot return in no time: give it more than 0 s")
            .set(|settings| settings.initializer_timeout = Some(patience))
    }

    /// How long one task may run. No limit by default.
    ///
    /// The worker is killed on timeout, and another one takes its place. The task fails with an error whose
    /// [`is_timeout`](crate::Error::is_timeout) is true. Other tasks are not affected. It holds on for tasks that still run when
    /// their call has ended. The tasks of an iterator are looked at while a result is asked for.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use wirecheck::Pool;
    ///
    /// fn sleep(millis: u64) {
    ///     std::thread::sleep(Duration::from_millis(millis));
    /// }
    ///
    /// #[wirecheck::main]
    /// fn main() -> Result<(), wirecheck::Error> {
    ///     let pool = Pool::builder().task_timeout(Duration::from_millis(100)).build()?;
    ///     let results = pool.try_map(sleep, [1, 60_000])?;
    ///     assert!(results[0].is_ok());
    ///     assert!(results[1].as_ref().unwrap_err().is_timeout());
    ///     Ok(())
    /// }
    /// ```
    pub fn task_timeout(self, limit: Duration) -> Self {
        self.refuse_if(limit.is_zero(), "a task cannot end in no time: give it more than 0 s")
            .set(|settings| settings.task_timeout = Some(limit))
    }

    /// How long one call may take: a `map` from its start to its last result, a job from `submit` to its result. No limit by
    /// default.
    ///
    /// On timeout the workers that run the call's tasks are killed and replaced, and the other tasks of the call are not
    /// started.
    pub fn call_timeout(self, limit: Duration) -> Self {
        self.refuse_if(limit.is_zero(), "a call cannot end in no time: give it more than 0 s")
            .set(|settings| settings.call_timeout = Some(limit))
    }

    /// How often a task is run again when its worker dies. Never by default, because a task may have done half of its work.
    pub fn retries(self, times: u32) -> Self {
        self.set(|settings| settings.retries = times)
    }

    /// Injects a fault when a worker comes to the task with this index, so that you can test how your program handles it. The
    /// fault is real: a killed worker is killed.
    ///
    /// A fault kills at most one worker, so a task that is retried succeeds. [`Fault::expected_error`] says what each fault does
    /// to its task.
    ///
    /// ```no_run
    /// use wirecheck::{Fault, Pool};
    ///
    /// fn square(x: u64) -> u64 {
    ///     x * x
    /// }
    ///
    /// #[wirecheck::main]
    /// fn main() -> Result<(), wirecheck::Error> {
    ///     let pool = Pool::builder().workers(2).fault(Fault::KillDuring, 3).retries(1).build()?;
    ///     assert_eq!(pool.map(square, 0..10)?[3], 9);
    ///     assert_eq!(pool.stats().crashed, 1);
    ///     Ok(())
    /// }
    /// ```
    pub fn fault(self, fault: Fault, input: u64) -> Self {
        self.faulty(Some((fault, input)))
    }

    pub(crate) fn faulty(self, fault: Option<(Fault, u64)>) -> Self {
        self.set(|settings| settings.fault = fault)
    }

    /// Replaces a worker after a task if it uses more than this number of bytes of resident memory.
    pub fn recycle_above(self, bytes: u64) -> Self {
        self.set(|settings| settings.recycle = Some(bytes))
    }

    /// A task that every worker runs once, before its first task. It returns nothing or a `Result`.
    ///
    /// If it fails or panics, the backend stops, and calls return the reason. If it kills its worker, up to three workers are
    /// started in a row before the backend stops.
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
        let admission = Admission {
            store: &Initializer::store(),
            stopwatch: None,
            of: Preparing::Initializer,
            backend: "",
        };
        match PreparedTask::new(&task, admission).and_then(Initializer::new::<B::Format, R>) {
            Ok(initializer) => self.set(|settings| settings.initializer = Some(initializer)),
            Err(error) => self.refuse_if(true, &error.to_string()),
        }
    }

    /// Sets an environment variable for the workers.
    pub fn env(self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        let pair = (name.into(), Some(value.into()));
        self.set(|settings| settings.launch.environment.push(pair))
    }

    /// Removes an environment variable for the workers.
    pub fn env_remove(self, name: impl Into<OsString>) -> Self {
        let pair = (name.into(), None);
        self.set(|settings| settings.launch.environment.push(pair))
    }

    /// The directory in which workers start.
    pub fn current_dir(self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        self.set(|settings| settings.launch.folder = Some(folder))
    }

    /// Where the workers' standard output goes. [`Output::Inherit`] by default.
    pub fn stdout(self, output: Output) -> Self {
        self.set(|settings| settings.launch.stdout = output)
    }

    /// Where the workers' standard error goes. [`Output::Forward`] by default.
    pub fn stderr(self, output: Output) -> Self {
        self.set(|settings| settings.launch.stderr = output)
    }

    /// Calls `hook` with each line that a worker writes to its standard error, and with the task that ran then. With
    /// [`stdout`](Self::stdout)`(Output::Labelled)` the same for standard output.
    ///
    /// It runs on a thread of its own. If it takes longer than lines come, up to 4096 lines or 1 MiB wait for it, and more are dropped
    /// and counted in [`WorkerLine::missed`](crate::WorkerLine::missed), so no worker waits. If it panics, it is called with the next line.
    ///
    /// A line is that of the task that has written it, also if that has ended since; what a thread writes after the end of its task
    /// counts as the next one's. Each task that has written something costs one more system call or two.
    pub fn on_line(self, hook: impl Fn(&WorkerLine) + Send + Sync + 'static) -> Self {
        let hook = LineHook::new(hook);
        self.set(|settings| {
            settings.launch.lines = hook;
            settings.launch.stderr = Output::Labelled;
        })
    }

    /// How many bytes of address space a worker may use (`RLIMIT_AS`). A task that needs more aborts its worker and fails with
    /// [`Reason::OutOfMemory`](crate::Reason::OutOfMemory).
    pub fn memory_limit(self, bytes: u64) -> Self {
        self.refuse_if(bytes == 0, "a worker cannot run in 0 bytes: give it some MiB at least")
            .set(|settings| settings.launch.memory = Some(bytes))
    }

    /// The niceness of the workers, from -20 (served first) to 19. A lower one than the program's own needs a privilege.
    pub fn nice(self, nice: i32) -> Self {
        self.refuse_if(!(-20..=19).contains(&nice), "a niceness is a number from -20 to 19")
            .set(|settings| settings.launch.nice = nice)
    }

    /// Pins workers to these cores, one core for each worker. If there are more workers than cores, it starts again with the first
    /// core.
    pub fn pin(self, cores: impl IntoIterator<Item = usize>) -> Self {
        let cores: Vec<usize> = cores.into_iter().collect();
        let too_high = cores.iter().any(|core| *core >= MOST_CORES);
        self.refuse_if(too_high, "there is no core with this number: the first is 0")
            .set(|settings| settings.launch.pins = cores)
    }

    /// How many threads a library within a task should start. Workers get it in `RAYON_NUM_THREADS`, `OMP_NUM_THREADS` and
    /// similar variables.
    ///
    /// By default it is the worker's share of the cores, unless the variable is set in the program's environment.
    pub fn inner_threads(self, threads: usize) -> Self {
        self.refuse_if(threads == 0, "0 threads cannot run anything: give at least 1")
            .set(|settings| settings.launch.inner_threads = Some(threads))
    }

    /// Whether panics in workers record a backtrace ([`PanicInfo::backtrace`](crate::PanicInfo::backtrace)). It takes
    /// milliseconds for each panic.
    pub fn backtraces(self, wanted: bool) -> Self {
        let value = if wanted { "1" } else { "0" };
        self.env("RUST_BACKTRACE", value)
    }

    /// How deep pools may be nested. A pool within a task of a pool is 2 deep. 3 by default.
    ///
    /// An inner pool with [`Workers::Available`](super::Workers::Available) gets its worker's share of the cores.
    pub fn max_depth(self, depth: u32) -> Self {
        self.refuse_if(depth == 0, "pools that may be nested 0 deep cannot be built at all: give at least 1")
            .set(|settings| settings.depth = depth)
    }
}

impl<B: KeptWorkers> Builder<B> {
    /// How many tasks a worker runs before a new one replaces it. No limit by default.
    pub fn tasks_per_worker(self, tasks: u64) -> Self {
        self.refuse_if(tasks == 0, "a worker that runs 0 tasks is of no use: give at least 1")
            .set(|settings| settings.tasks_per_worker = tasks)
    }

    /// How long a worker may be idle before it ends. The next task starts a new one. No limit by default.
    pub fn idle_timeout(self, patience: Duration) -> Self {
        self.refuse_if(
            patience.is_zero(),
            "a worker that may not be idle cannot wait for a task: give it more than 0 s",
        )
        .set(|settings| settings.idle = Some(patience))
    }
}

impl<F: Codec> Builder<Pool<F>> {
    /// Uses another wire format.
    pub fn format<G: Codec>(self) -> Builder<Pool<G>> {
        self.retarget()
    }
}

impl<F: Codec> Builder<Spawn<F>> {
    /// Uses another wire format.
    pub fn format<G: Codec>(self) -> Builder<Spawn<G>> {
        self.retarget()
    }
}
