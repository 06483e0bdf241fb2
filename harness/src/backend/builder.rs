//! Options that every backend has.

use super::process::Config;
use super::process_settings::ProcessSettings;
use super::{Batch, Workers};
use crate::error::Error;
use crate::progress::{Hook, Progress};
use std::marker::PhantomData;

/// The options of a backend, collected by its [`Builder`].
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) workers: Workers,
    pub(crate) batch: Batch,
    pub(crate) window: Option<usize>,
    pub(crate) hook: Hook,
    pub(crate) phases: bool,
    pub(crate) processes: ProcessSettings,
    /// Where workers on other machines are.
    #[cfg(all(processes, feature = "_cluster"))]
    pub(crate) host: Option<std::sync::Arc<dyn super::SeatHost>>,
    /// What the tokens of its tasks begin with, if that is given.
    #[cfg(all(processes, feature = "_cluster"))]
    pub(crate) token: Option<u64>,
}

/// A backend that can be built from [`Settings`].
pub trait Build: Sized {
    /// Builds the backend.
    ///
    /// # Errors
    /// When an option is refused, or workers cannot be started.
    fn build(settings: Settings) -> Result<Self, Error>;
}

/// Sets the options of a backend. Each backend has `builder()`.
///
/// ```
/// use wirecheck::{Batch, Thread};
///
/// let threads = Thread::builder().workers(2).batch(Batch::Fixed(1)).build()?;
/// assert_eq!(threads.workers(), 2);
/// assert_eq!(threads.map(|x: u64| x * x, 1..4)?, [1, 4, 9]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<B> {
    pub(super) settings: Settings,
    backend: PhantomData<fn() -> B>,
}

impl<B: Build> Builder<B> {
    pub(crate) fn new() -> Self {
        Self { settings: Settings::default(), backend: PhantomData }
    }

    /// How many workers: a number, a negative number for all cores but that many, or a [`Workers`]. One for each core by default.
    pub fn workers(mut self, workers: impl Into<Workers>) -> Self {
        self.settings.workers = workers.into();
        self
    }

    /// How many tasks a worker gets before it has answered the earlier ones.
    pub fn batch(mut self, batch: Batch) -> Self {
        self.settings.batch = batch;
        self
    }

    /// How many inputs may be read whose results are not there yet or, with `map_iter` and `map_unordered`, were not fetched
    /// yet. It bounds the memory, however long the input is.
    ///
    /// When not set: `map` reads as many as keep the workers busy. The iterators of processes read 16,384, or results of
    /// 64 MiB; those of [`Thread`](super::Thread) read 64 for each thread. [`Inline`](super::Inline) reads one, and `map` of
    /// `Thread` all.
    ///
    /// ```
    /// use wirecheck::Thread;
    ///
    /// let threads = Thread::builder().workers(2).window(3).build()?;
    /// let mut read = 0;
    /// let mut results = threads.map_iter(|x: u64| x + 1, (0..100).inspect(|_| read += 1))?;
    /// assert_eq!(results.next().transpose()?, Some(1));
    /// drop(results);
    /// assert!(read <= 3);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn window(mut self, inputs: usize) -> Self {
        self.settings.window = Some(inputs);
        self
    }

    /// Calls `hook` after each task of a `map` or one of its relatives, with the number of tasks done and failed, the rate and
    /// the time left.
    ///
    /// It runs on the thread that made the call, or, on [`Thread`](super::Thread), on the one that ran the task. If it
    /// panics, the call panics with it, and the backend stays usable.
    ///
    /// ```
    /// use wirecheck::Inline;
    ///
    /// let inline = Inline::builder().on_progress(|progress| println!("{progress}")).build()?;
    /// inline.map(|x: u64| x + 1, 0..3)?;
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.settings.hook.set(hook);
        self
    }

    /// Whether to measure where the time of tasks goes. [`Backend::phases`](super::Backend::phases) returns it.
    ///
    /// It reads the clock a few times for each task, which is noticeable only for tasks of less than a microsecond.
    pub fn phases(mut self, measure: bool) -> Self {
        self.settings.phases = measure;
        self
    }

    /// Shows a progress bar on standard error while a `map` runs: tasks done, total, failed, per second, and the time left.
    ///
    /// It disappears at the end of the call. It is not drawn if standard error is not a terminal.
    #[cfg(feature = "progress-bar")]
    pub fn progress_bar(mut self) -> Self {
        self.settings.hook.show_bar();
        self
    }

    /// Builds the backend.
    ///
    /// # Errors
    /// When an option is refused, or workers cannot be started. On platforms without worker processes, [`Pool`](super::Pool) and [`Spawn`](super::Spawn)
    /// return an error whose [`is_unsupported`](Error::is_unsupported) is true.
    pub fn build(self) -> Result<B, Error> {
        if self.settings.batch == Batch::Fixed(0) {
            return Err(Error::refused(
                "a batch of 0 tasks cannot be handed out: give at least 1, or `Batch::Auto`",
            ));
        }
        if self.settings.window == Some(0) {
            return Err(Error::refused("a window of 0 inputs lets no task begin: give at least 1"));
        }
        B::build(self.settings)
    }
}

impl<B> Builder<B> {
    /// The same settings for another backend.
    pub(super) fn retarget<C>(self) -> Builder<C> {
        Builder { settings: self.settings, backend: PhantomData }
    }
}

impl Settings {
    /// # Errors
    /// When a setting is refused, or there are no worker processes on this platform.
    pub(super) fn into_config(self) -> Result<Config, Error> {
        self.processes.into_config(self.workers, self.batch, self.window, self.phases)
    }

    /// As [`into_config`](Self::into_config), for a backend that runs one task in each process.
    pub(super) fn into_spawn_config(mut self) -> Result<Config, Error> {
        self.processes.name = "spawn";
        self.processes.tasks_per_worker = 1;
        self.batch = Batch::Fixed(1);
        self.into_config()
    }
}
