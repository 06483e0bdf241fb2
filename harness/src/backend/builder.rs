//! Options, the same on every backend.

use super::process_options::ProcessSettings;
use super::{Batch, Pool, Spawn, Workers};
use crate::error::Error;
use crate::format::Codec;
use crate::progress::{Hook, Progress};
use std::marker::PhantomData;

/// What a backend is built from.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) workers: Workers,
    pub(crate) batch: Batch,
    pub(crate) hook: Hook,
    pub(crate) phases: bool,
    pub(crate) processes: ProcessSettings,
}

/// A backend that can be built from [`Settings`].
pub trait Build: Sized {
    /// Builds it.
    ///
    /// # Errors
    /// When a setting is refused, or workers cannot be started.
    fn build(settings: Settings) -> Result<Self, Error>;
}

/// Options of a backend.
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

    /// How many workers: a number, negative for all cores but that many, or [`Workers`].
    pub fn workers(mut self, workers: impl Into<Workers>) -> Self {
        self.settings.workers = workers.into();
        self
    }

    /// How many tasks a worker is handed ahead of its answers.
    pub fn batch(mut self, batch: Batch) -> Self {
        self.settings.batch = batch;
        self
    }

    /// Called after each task of a `map`, on the thread that called it or on the one that ran the task.
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.settings.hook.set(hook);
        self
    }

    /// Measures where the time of `map` and `try_map` goes, to be asked by [`Backend::phases`](super::Backend::phases).
    ///
    /// It costs some clock readings a task: nothing beside one of microseconds.
    pub fn phases(mut self, measure: bool) -> Self {
        self.settings.phases = measure;
        self
    }

    /// Shows a bar on standard error while a `map` runs: done, total, failed, tasks per second and the time that is left.
    ///
    /// It goes with its call, and is not drawn where standard error is no terminal.
    #[cfg(feature = "progress-bar")]
    pub fn progress_bar(mut self) -> Self {
        self.settings.hook.show_bar();
        self
    }

    /// Builds the backend.
    ///
    /// # Errors
    /// When a setting is refused, or workers cannot be started.
    pub fn build(self) -> Result<B, Error> {
        if self.settings.batch == Batch::Fixed(0) {
            return Err(Error::refused(
                "a batch of 0 tasks cannot be handed out: give at least 1, or `Batch::Auto`",
            ));
        }
        B::build(self.settings)
    }
}

impl<F: Codec> Builder<Pool<F>> {
    /// Uses another wire format.
    pub fn format<G: Codec>(self) -> Builder<Pool<G>> {
        Builder { settings: self.settings, backend: PhantomData }
    }
}

impl<F: Codec> Builder<Spawn<F>> {
    /// Uses another wire format.
    pub fn format<G: Codec>(self) -> Builder<Spawn<G>> {
        Builder { settings: self.settings, backend: PhantomData }
    }
}
