//! What the options of process backends are collected in.

use super::process::{Config, Initializer};
#[cfg(processes)]
use super::process::{LineHub, StartLimits};
use super::{Batch, Fault, Launch, TransferSettings, Workers};
#[cfg(processes)]
use super::{Output, Stopwatch};
use crate::error::Error;
#[cfg(processes)]
use std::sync::Arc;
use std::time::Duration;

/// More workers than this are refused: a typing error must not bring the machine down.
const MOST_WORKERS: usize = 4096;
/// How deep pools may be nested by default.
const DEPTH: u32 = 3;

/// Settings that only process backends have.
#[derive(Clone, Debug)]
pub(crate) struct ProcessSettings {
    /// What the backend is called.
    pub(super) name: &'static str,
    pub(super) greeting: Duration,
    pub(super) initializer_timeout: Option<Duration>,
    pub(super) task_timeout: Option<Duration>,
    pub(super) call_timeout: Option<Duration>,
    pub(super) tasks_per_worker: u64,
    pub(super) retries: u32,
    pub(super) recycle: Option<u64>,
    pub(super) idle: Option<Duration>,
    pub(super) initializer: Option<Initializer>,
    pub(super) launch: Launch,
    pub(super) route: TransferSettings,
    pub(super) depth: u32,
    pub(super) fault: Option<(Fault, u64)>,
    /// Why the first bad setting is refused.
    pub(super) refused: Option<String>,
}

impl Default for ProcessSettings {
    fn default() -> Self {
        Self {
            name: "pool",
            greeting: Duration::from_secs(10),
            initializer_timeout: None,
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

impl ProcessSettings {
    /// # Errors
    /// Always.
    #[cfg(not(processes))]
    pub(super) fn into_config(
        self,
        _: Workers,
        _: Batch,
        _: Option<usize>,
        _: bool,
    ) -> Result<Config, Error> {
        Err(Error::new(crate::error::Kind::Unsupported))
    }

    /// # Errors
    /// When a setting is refused.
    #[cfg(processes)]
    pub(super) fn into_config(
        self,
        workers: Workers,
        batch: Batch,
        window: Option<usize>,
        phases: bool,
    ) -> Result<Config, Error> {
        if let Some(message) = self.refused {
            return Err(Error::refused(message));
        }
        let workers = workers.resolve()?;
        check_workers(workers)?;
        let labelled = [self.launch.stdout, self.launch.stderr].contains(&Output::Labelled);
        let lines = labelled.then(|| Arc::new(LineHub::new(self.launch.lines.clone())));
        Ok(Config {
            name: self.name,
            workers,
            tasks: self.tasks_per_worker,
            batch,
            window,
            start_limits: StartLimits { greeting: self.greeting, initializer: self.initializer_limit() },
            task_timeout: self.task_timeout,
            call_timeout: self.call_timeout,
            retries: self.retries,
            recycle: self.recycle,
            idle: self.idle,
            initializer: self.initializer,
            launch: self.launch,
            lines,
            transfer: self.route,
            depth: self.depth,
            fault: self.fault,
            stopwatch: Stopwatch::new(phases),
        })
    }
}

/// How long an initializer may take where no limit says more.
#[cfg(processes)]
const INITIALIZER: Duration = Duration::from_secs(300);

#[cfg(processes)]
impl ProcessSettings {
    /// How long the initializer may take.
    fn initializer_limit(&self) -> Duration {
        self.initializer_timeout.unwrap_or_else(|| {
            // Who sets limits for tasks or calls does not want to wait for minutes.
            let set = self.task_timeout.max(self.call_timeout);
            set.map_or(INITIALIZER, |limit| limit.max(self.greeting))
        })
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
