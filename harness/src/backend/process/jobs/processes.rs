//! The processes of one backend, and `submit` on them.

use super::callbacks::Callbacks;
use super::dispatcher::Dispatcher;
use super::queue::{Finish, Queued};
use crate::backend::job::{Job, JobOwner};
use crate::backend::process::engine::ReentrancyGuard;
use crate::backend::process::pool::{CallGuard, Config, PoolState};
use crate::backend::process::task::{PreparedTask, read_result};
use crate::backend::process::worker::{Process, Worker};
#[cfg(feature = "_cluster")]
use crate::backend::process::worker::{RemoteWorker, SeatHost};
use crate::backend::slot::Slot;
use crate::clock;
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::transfer::ReceivedValue;
use std::sync::{Arc, OnceLock};

/// The workers of one backend, and the threads that serve its jobs. The last owner, pool or job, ends them.
#[derive(Debug)]
pub(crate) struct Processes<W: Worker = Process> {
    // Dropped in this order: the jobs, the callbacks, the workers.
    dispatcher: OnceLock<Dispatcher>,
    callbacks: OnceLock<Arc<Callbacks>>,
    pool: Arc<PoolState<W>>,
}

impl Processes {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        PoolState::new(config).map(Self::over)
    }
}

#[cfg(feature = "_cluster")]
impl Processes<RemoteWorker> {
    pub(crate) fn remote(host: Arc<dyn SeatHost>, config: Config, token: Option<u64>) -> Result<Self, Error> {
        PoolState::remote(host, config, token).map(Self::over)
    }
}

impl<W: Worker> Processes<W> {
    pub(crate) fn over(pool: PoolState<W>) -> Self {
        Self { dispatcher: OnceLock::new(), callbacks: OnceLock::new(), pool: Arc::new(pool) }
    }

    pub(crate) fn pool(&self) -> &PoolState<W> {
        &self.pool
    }

    /// Queues one task. Its input is encoded here, so that an input that cannot be encoded is refused at once.
    pub(crate) fn submit<F, A, R>(
        self: &Arc<Self>,
        task: PreparedTask<F, A, R>,
        input: A,
    ) -> Result<Job<R>, Error>
    where
        F: Codec,
        A: Sendable<F>,
        R: Sendable<F>,
    {
        let (slot, name) = (Arc::new(Slot::default()), task.name);
        let call = self.queue(task, input, Finish::Slot(Arc::clone(&slot)))?;
        let owner: Arc<dyn JobOwner> = Arc::<Self>::clone(self);
        Ok(Job::remote(slot, name, |received| received.read(read_result::<F, R>), call, owner))
    }

    /// As [`submit`](Self::submit); the result goes to one of two callbacks.
    pub(crate) fn submit_then<F, A, R>(
        &self,
        task: PreparedTask<F, A, R>,
        input: A,
        on_ok: impl FnOnce(R) + Send + 'static,
        on_err: impl FnOnce(Error) + Send + 'static,
    ) -> Result<(), Error>
    where
        F: Codec,
        A: Sendable<F>,
        R: Sendable<F>,
    {
        let (callbacks, name) = (Arc::clone(self.callbacks()?), task.name);
        let pool = Arc::clone(&self.pool);
        let finish = Finish::Callback(Box::new(move |result: Result<ReceivedValue, Error>| {
            // Counts as a call until the callback has run, so that `join` waits for it.
            let guard = CallGuard::new(pool);
            let callback = move || {
                let read = |received: ReceivedValue| received.read(read_result::<F, R>);
                match result.and_then(read).map_err(|error| error.at(name, 0)) {
                    Ok(value) => on_ok(value),
                    Err(error) => on_err(error),
                }
            };
            callbacks.push(Box::new(callback), guard);
        }));
        self.queue(task, input, finish).map(drop)
    }

    fn queue<F, A, R>(&self, task: PreparedTask<F, A, R>, input: A, finish: Finish) -> Result<u32, Error>
    where
        F: Codec,
        A: Sendable<F>,
        R: Sendable<F>,
    {
        let dispatcher = self.dispatcher()?;
        let name = task.name;
        let input = task.pack_input(input, &self.pool.store).map_err(|error| error.at(name, 0))?;
        let mut span = task.span;
        span.count(1);
        let call = self.pool.new_call_of(name);
        let limit = self.pool.config.call_timeout;
        let deadline = limit.and_then(|limit| Some((clock::now().checked_add(limit)?, limit)));
        let guard = CallGuard::new(Arc::clone(&self.pool));
        dispatcher.queue.push(Queued {
            call,
            format: F::NAME,
            name,
            load: task.load,
            input,
            deadline,
            finish,
            span,
            _guard: guard,
        });
        Ok(call)
    }

    /// Takes no more tasks, waits for those that were taken and for their callbacks, and ends the workers.
    pub(crate) fn join(&self) -> Result<(), Error> {
        self.pool.check_process()?;
        let is_callback = self.callbacks.get().is_some_and(|callbacks| callbacks.is_this_thread());
        if is_callback || ReentrancyGuard::is_in(&self.pool) {
            return Err(Error::refused(
                "a callback, an input or a progress hook of a backend cannot join it, since it would wait for itself: `close` \
                 the backend there, and join it from other code",
            ));
        }
        self.pool.close();
        self.pool.wait_for_calls();
        self.pool.end_idle();
        let panics = self.callbacks.get().map(|callbacks| callbacks.take_panics()).unwrap_or_default();
        match panics.as_slice() {
            [] => Ok(()),
            [first, rest @ ..] => {
                Err(Error::new(ErrorKind::Callback { info: first.clone(), others: rest.len() }))
            }
        }
    }

    fn callbacks(&self) -> Result<&Arc<Callbacks>, Error> {
        if let Some(callbacks) = self.callbacks.get() {
            return Ok(callbacks);
        }
        let fresh = Arc::new(Callbacks::start()?);
        Ok(self.callbacks.get_or_init(|| fresh))
    }

    fn dispatcher(&self) -> Result<&Dispatcher, Error> {
        if let Some(dispatcher) = self.dispatcher.get() {
            return Ok(dispatcher);
        }
        let fresh = Dispatcher::start(&self.pool)?;
        // If another thread was first, this dispatcher has no jobs and ends when it is dropped.
        Ok(self.dispatcher.get_or_init(|| fresh))
    }
}

impl<W: Worker> JobOwner for Processes<W> {
    fn check_process(&self) -> Result<(), Error> {
        self.pool.check_process()
    }

    fn cancel(&self, call: u32) -> bool {
        self.pool.is_of_this_process()
            && self.dispatcher.get().is_some_and(|dispatcher| dispatcher.queue.cancel(call))
    }
}
