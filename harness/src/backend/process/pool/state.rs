//! The state of a pool behind its handles: the idle workers, and how many there may be.
//!
//! A call leases idle workers, runs its event loop on the caller's thread, and returns them. No lock is held while tasks
//! run. Calls from several threads share the workers: one that has several releases some.

use super::config::Config;
use super::counters::Counters;
use super::vacated::Vacated;
use crate::backend::Phases;
#[cfg(feature = "_cluster")]
use crate::backend::TransferSettings;
use crate::backend::count::available;
use crate::backend::origin::Origin;
use crate::backend::process::worker::{Launcher, Process, Worker, WorkerHandle};
#[cfg(feature = "_cluster")]
use crate::backend::process::worker::{RemoteLauncher, RemoteWorker, SeatHost};
use crate::backend::stats::Counts;
use crate::clock;
use crate::error::{Error, Kind as ErrorKind};
use crate::sys;
use crate::transfer::Store;
use crate::wire::{TransferPolicy, WorkerConfig};
use rustix::event::{EventfdFlags, eventfd};
use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

// Until when calls are taken.
pub(super) const OPEN: u8 = 0;
pub(super) const CLOSED: u8 = 1;
pub(super) const TERMINATED: u8 = 2;

#[derive(Debug)]
pub(crate) struct PoolState<W: Worker = Process> {
    pub(crate) config: Config,
    pub(crate) counters: Arc<Counters>,
    /// Buffers for large values that are sent.
    pub(crate) store: Arc<Store>,
    pub(super) launcher: W::Launcher,
    pub(super) worker_config: WorkerConfig,
    /// The most workers at once.
    pub(super) limit: AtomicUsize,
    pub(super) state: Arc<Mutex<State<W>>>,
    pub(super) freed: Arc<Condvar>,
    /// Places of workers that ended in the background.
    pub(super) vacated: Arc<Vacated>,
    pub(super) waiters: AtomicUsize,
    /// Workers that a call could get: idle ones, ones that may be started, and ones that finish their last task.
    pub(super) spare: AtomicUsize,
    /// Workers that finish their last task.
    pub(super) finishing: AtomicUsize,
    /// Whether there are too many workers, after `resize`.
    pub(super) over: AtomicBool,
    /// Workers of paused calls: iterators that nobody reads from. They do not count, or a call that waits for a worker might
    /// wait for a reader that waits for the call.
    pub(super) parked: AtomicUsize,
    /// Paused calls.
    pub(super) paused: AtomicUsize,
    /// Threads that wait for all calls to end.
    pub(super) joining: AtomicUsize,
    pub(super) next_call: AtomicU32,
    pub(super) failed_starts: AtomicU32,
    /// Workers in a row that ended before they greeted.
    pub(super) lost_starts: AtomicU32,
    /// Whether a worker has greeted.
    pub(super) has_served: AtomicBool,
    pub(super) phase: AtomicU8,
    /// Readable once the backend is terminated.
    pub(super) stop: OwnedFd,
    /// In which process it was built. In a fork of that one it is of no use.
    origin: Origin,
    /// Whether the injected fault has not killed a worker yet.
    pub(super) armed: AtomicBool,
}

#[derive(Debug)]
pub(super) struct State<W: Worker> {
    pub(super) idle: Vec<WorkerHandle<W>>,
    /// Number of workers, here or leased.
    pub(super) live: usize,
    /// Calls that wait for a worker, first come first served.
    pub(super) queue: VecDeque<u64>,
    pub(super) next_ticket: u64,
    /// Workers that finish their last task, of calls that ended early.
    pub(super) finishing: Vec<WorkerHandle<W>>,
    /// Number of workers that end in the background.
    pub(super) ending: usize,
    /// What kills the workers of paused calls.
    pub(super) unattended: Vec<W::Killer>,
    /// Calls under way.
    pub(super) calls: usize,
    /// Whether a thread looks after the tasks of workers here.
    pub(super) is_watched: bool,
    /// Why no worker can be used any more.
    pub(super) broken: Option<String>,
}

impl<W: Worker> Default for State<W> {
    fn default() -> Self {
        Self {
            idle: Vec::new(),
            live: 0,
            queue: VecDeque::new(),
            next_ticket: 0,
            finishing: Vec::new(),
            ending: 0,
            unattended: Vec::new(),
            calls: 0,
            is_watched: false,
            broken: None,
        }
    }
}

impl PoolState {
    /// A pool of processes on this machine. None is started yet.
    ///
    /// # Errors
    /// When this process is a worker that does not serve, or pools are nested too deep. When a setting cannot be met.
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        let depth = depth(&config)?;
        let cores = (available() / config.workers).max(1);
        let launcher = Launcher::new(config.launch.clone(), cores)?;
        Self::over(launcher, config, depth, cores)
    }

    /// What workers wrote since the last time, where it is captured: process id, standard output, standard error.
    pub(crate) fn output(&self) -> Vec<(u32, String, String)> {
        // A fork would take what its parent is to get.
        if self.is_of_this_process() { self.launcher.output() } else { Vec::new() }
    }
}

/// How deep the workers of a new pool are.
///
/// # Errors
/// When this process is a worker that does not serve, or pools are nested too deep.
fn depth(config: &Config) -> Result<u32, Error> {
    if sys::is_worker() {
        return Err(Error::refused(
            "this process was started as a worker and does not serve: call `wirecheck::init()` first \
             in `main` (or use `#[wirecheck::main]`; in test files `wirecheck::test_support!()`)",
        ));
    }
    let nest = sys::nest();
    if nest.depth >= config.depth {
        return Err(Error::new(ErrorKind::Nested { depth: nest.depth, most: config.depth }));
    }
    Ok(nest.depth + 1)
}

#[cfg(feature = "_cluster")]
impl PoolState<RemoteWorker> {
    /// A pool of workers on other machines, whose tasks' tokens begin with this number if it is given. None is started yet.
    ///
    /// # Errors
    /// As of [`new`](PoolState::new).
    pub(crate) fn remote(host: Arc<dyn SeatHost>, config: Config, token: Option<u64>) -> Result<Self, Error> {
        let depth = depth(&config)?;
        let config = Config { transfer: TransferSettings::inline(), ..config };
        let launcher = RemoteLauncher::new(host, &config.launch)?;
        let mut pool = Self::over(launcher, config, depth, 1)?;
        if let Some(token) = token {
            pool.worker_config.pool = token.max(1);
        }
        Ok(pool)
    }

    /// How many answers came from nodes after they were given up.
    pub(crate) fn late_answers(&self) -> u64 {
        self.launcher.host().late_answers()
    }
}

impl<W: Worker> PoolState<W> {
    /// A pool of workers that this launcher starts. They are `depth` pools deep, and `cores` are the share of each.
    ///
    /// # Errors
    /// When a setting cannot be met.
    pub(crate) fn over(
        launcher: W::Launcher,
        config: Config,
        depth: u32,
        cores: usize,
    ) -> Result<Self, Error> {
        let worker_config = WorkerConfig {
            // The initializer is one more task.
            tasks: if config.tasks == 0 { 0 } else { config.tasks + u64::from(config.initializer.is_some()) },
            idle: config.idle.map_or(0, |idle| u64::try_from(idle.as_millis()).unwrap_or(u64::MAX).max(1)),
            // Keyed by the system's random numbers.
            pool: RandomState::new().hash_one((std::process::id(), SystemTime::now())).max(1),
            depth,
            cores: u32::try_from(cores).unwrap_or(u32::MAX),
            mask: sys::file_mode_mask().map_or(0, |mask| mask + 1),
        };
        // A worker with a memory limit gives freed memory back at once.
        let policy = TransferPolicy { keeps_freed: config.recycle.is_none(), ..config.transfer.policy()? };
        let stop = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
            .map_err(|errno| Error::start_io("the pool's stop signal could not be made", errno))?;
        let workers = config.workers;
        let vacated = Arc::new(Vacated::default());
        Ok(Self {
            config,
            counters: Arc::default(),
            store: Arc::new(Store::new(policy)),
            launcher,
            worker_config,
            limit: AtomicUsize::new(workers),
            state: Arc::default(),
            freed: Arc::clone(&vacated.freed),
            vacated,
            waiters: AtomicUsize::new(0),
            spare: AtomicUsize::new(workers),
            over: AtomicBool::new(false),
            finishing: AtomicUsize::new(0),
            parked: AtomicUsize::new(0),
            paused: AtomicUsize::new(0),
            joining: AtomicUsize::new(0),
            next_call: AtomicU32::new(1),
            failed_starts: AtomicU32::new(0),
            lost_starts: AtomicU32::new(0),
            has_served: AtomicBool::new(false),
            phase: AtomicU8::new(OPEN),
            stop,
            origin: Origin::here(),
            armed: AtomicBool::new(true),
        })
    }

    /// What starts its workers.
    pub(crate) fn launcher(&self) -> &W::Launcher {
        &self.launcher
    }

    /// The most workers at once.
    pub(crate) fn workers(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    /// Changes the most workers at once. Idle workers above it end now, others as they become idle.
    ///
    /// # Errors
    /// In a fork of the process that built the pool.
    pub(crate) fn resize(&self, workers: usize) -> Result<(), Error> {
        self.check_process()?;
        self.limit.store(workers, Ordering::Relaxed);
        let mut over = Vec::new();
        let mut state = self.lock();
        let mut excess = self.counted(&state).saturating_sub(workers);
        while excess > 0 {
            let Some(worker) = state.idle.pop() else { break };
            over.push(worker);
            // It still has its place, which is not free before it is gone.
            excess -= 1;
        }
        self.note_spare(&state);
        drop(state);
        self.end_now(over);
        clock::notify_all(&self.freed);
        Ok(())
    }

    /// The injected fault has killed a worker: no other worker meets it.
    pub(crate) fn disarm(&self) {
        self.armed.store(false, Ordering::Relaxed);
        self.lock().idle.iter().for_each(|worker| worker.set_fault(None));
    }

    /// Whether this process built the pool. If not, it is a fork of that one: the workers answer to the other, threads of it are
    /// missing here, and a lock may be held for ever.
    #[inline]
    pub(crate) fn is_of_this_process(&self) -> bool {
        self.origin.is_here()
    }

    /// # Errors
    /// In a fork of the process that built the pool.
    #[inline]
    pub(crate) fn check_process(&self) -> Result<(), Error> {
        self.origin.check()
    }

    /// Workers that count against the limit.
    pub(super) fn counted(&self, state: &State<W>) -> usize {
        state.live.saturating_sub(self.parked.load(Ordering::Relaxed))
    }

    /// Pauses a call that has this number of workers.
    pub(crate) fn park(&self, workers: usize) {
        self.parked.fetch_add(workers, Ordering::Relaxed);
        self.paused.fetch_add(1, Ordering::SeqCst);
        if self.has_waiters() || self.joining.load(Ordering::SeqCst) > 0 {
            self.note_spare(&self.lock());
            clock::notify_all(&self.freed);
        }
    }

    /// The call goes on.
    pub(crate) fn unpark(&self, workers: usize) {
        self.parked.fetch_sub(workers, Ordering::Relaxed);
        self.paused.fetch_sub(1, Ordering::SeqCst);
    }

    /// Lets [`terminate`](Self::terminate) kill the workers of a paused call. Returns true if the pool is already terminated.
    pub(crate) fn leave_unattended(&self, workers: impl Iterator<Item = W::Killer>) -> bool {
        let mut state = self.lock();
        state.unattended.extend(workers);
        self.is_terminated()
    }

    /// The call goes on, and ends its workers by itself.
    pub(crate) fn take_back(&self, workers: impl Iterator<Item = W::Killer>) {
        let mut state = self.lock();
        for worker in workers {
            state.unattended.retain(|known| *known != worker);
        }
    }

    /// A number for a call, never 0, which is the initializer's.
    pub(crate) fn new_call(&self) -> u32 {
        loop {
            let call = self.next_call.fetch_add(1, Ordering::Relaxed);
            if call != 0 {
                return call;
            }
        }
    }

    /// Whether calls are to release workers, because there are too many.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn note_spare(&self, state: &State<W>) {
        let counted = self.counted(state);
        let finishing = state.finishing.len() + state.ending;
        let spare = state.idle.len() + finishing + self.workers().saturating_sub(counted);
        self.spare.store(spare, Ordering::Relaxed);
        self.finishing.store(finishing, Ordering::Relaxed);
        self.over.store(counted > self.workers(), Ordering::Relaxed);
    }

    /// No code that can panic runs under this lock, so the state is consistent even if it is poisoned.
    pub(super) fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Worker> Drop for PoolState<W> {
    fn drop(&mut self) {
        if self.is_of_this_process() {
            self.end_idle();
        }
    }
}

impl<W: Worker> Counts for PoolState<W> {
    fn counts(&self) -> [u64; 8] {
        let Counters { tasks, sent, received, started, crashed, stopped, retried, out_of_band } =
            &*self.counters;
        [tasks, sent, received, started, crashed, stopped, retried, out_of_band]
            .map(|counter| counter.load(Ordering::Relaxed))
    }

    fn phases(&self) -> Phases {
        self.config.stopwatch.phases()
    }
}
