//! `submit` on worker processes: jobs handed to a thread that runs the event loop for all of them.

use super::callbacks::Callbacks;
use super::queue::{Finish, JobSource, Queue, Queued};
use crate::backend::job::Job;
use crate::backend::process::engine::{Engine, ReentrancyGuard};
use crate::backend::process::pool::Config;
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::{load_body, pack_input, read_result};
use crate::backend::slot::Slot;
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::panics;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use crate::transfer::Received;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Instant;

/// The processes of one backend. The last owner, pool or job, ends them.
#[derive(Debug)]
pub(crate) struct Processes {
    // In the order in which they end: the jobs, what is done with their results, the workers.
    dispatcher: OnceLock<Dispatcher>,
    callbacks: OnceLock<Arc<Callbacks>>,
    pool: Arc<PoolState>,
}

impl Processes {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        let pool = Arc::new(PoolState::new(config)?);
        Ok(Self { dispatcher: OnceLock::new(), callbacks: OnceLock::new(), pool })
    }

    pub(crate) fn pool(&self) -> &PoolState {
        &self.pool
    }

    /// Queues one task. Its input is encoded here, so that an input that cannot be is refused at once.
    pub(crate) fn submit<F, K, A, R, M>(self: &Arc<Self>, task: &K, input: A) -> Result<Job<R>, Error>
    where
        F: Codec,
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let slot = Arc::new(Slot::default());
        let call = self.queue::<F, K, A, R, M>(task, input, Finish::Slot(Arc::clone(&slot)))?;
        let read =
            |received: Received| received.read(read_result::<F, R>).map_err(|error| error.at(K::name(), 0));
        Ok(Job::remote(slot, read, call, Arc::clone(self)))
    }

    /// As [`submit`](Self::submit); the result goes to one of two callbacks.
    pub(crate) fn submit_then<F, K, A, R, M>(
        &self,
        task: &K,
        input: A,
        on_ok: impl FnOnce(R) + Send + 'static,
        on_err: impl FnOnce(Error) + Send + 'static,
    ) -> Result<(), Error>
    where
        F: Codec,
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let callbacks = Arc::clone(self.callbacks()?);
        let pool = Arc::clone(&self.pool);
        let finish = Finish::Callback(Box::new(move |result: Result<Received, Error>| {
            // Counted until the callback has run: whoever joins the pool waits for it.
            pool.call_begins();
            let callback = move || {
                let read = |received: Received| received.read(read_result::<F, R>);
                match result.and_then(read).map_err(|error| error.at(K::name(), 0)) {
                    Ok(value) => on_ok(value),
                    Err(error) => on_err(error),
                }
            };
            callbacks.push(Box::new(callback), CallGuard(pool));
        }));
        self.queue::<F, K, A, R, M>(task, input, finish).map(drop)
    }

    fn queue<F, K, A, R, M>(&self, task: &K, input: A, finish: Finish) -> Result<u32, Error>
    where
        F: Codec,
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        self.pool.admit()?;
        let dispatcher = self.dispatcher()?;
        let name = K::name();
        let store = &self.pool.store;
        let load = load_body::<F, K, A, R, M>(task, store).map_err(|error| error.at(name, 0))?;
        let input = pack_input::<F, A>(input, store).map_err(|error| error.at(name, 0))?;
        let call = self.pool.new_call();
        let limit = self.pool.config.call_timeout;
        let deadline = limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        self.pool.call_begins();
        let pool = Arc::clone(&self.pool);
        let counted = CallGuard(pool);
        dispatcher.queue.push(Queued {
            call,
            format: F::NAME,
            name,
            load,
            input,
            deadline,
            finish,
            _counted: counted,
        });
        Ok(call)
    }

    /// Stops a job; `false` when it had its result.
    pub(crate) fn cancel(&self, call: u32) -> bool {
        self.dispatcher.get().is_some_and(|dispatcher| dispatcher.queue.cancel(call))
    }

    /// Takes no more tasks, waits for those that were taken and for their callbacks, and ends the workers.
    pub(crate) fn join(&self) -> Result<(), Error> {
        let is_callback = self.callbacks.get().is_some_and(|callbacks| callbacks.is_this_thread());
        if is_callback || ReentrancyGuard::is_in(&self.pool) {
            return Err(Error::refused(
                "a callback, an input or a progress hook of a backend cannot join it: the wait would be for itself; `close` \
                 it there, and join it out_of_band",
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
        // When another thread was first, ours has no jobs and ends as it is dropped.
        Ok(self.dispatcher.get_or_init(|| fresh))
    }
}

/// A call that `join` waits for.
#[derive(Debug)]
pub(super) struct CallGuard(Arc<PoolState>);

impl Drop for CallGuard {
    fn drop(&mut self) {
        self.0.call_ends();
    }
}

#[derive(Debug)]
struct Dispatcher {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Dispatcher {
    fn start(pool: &Arc<PoolState>) -> Result<Self, Error> {
        let queue = Arc::new(Queue::new()?);
        let (pool, jobs) = (Arc::clone(pool), Arc::clone(&queue));
        let thread = std::thread::Builder::new()
            .name("wirecheck-jobs".to_owned())
            .spawn(move || serve(&pool, &jobs))
            .map_err(|error| Error::io("the dispatcher's thread could not be started", error))?;
        Ok(Self { queue, thread: Some(thread) })
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // It catches what can panic; there is nobody left to tell of anything else.
            let _ = thread.join();
        }
    }
}

fn serve(pool: &PoolState, queue: &Queue) {
    while queue.wait() {
        // A defect here must not leave jobs without an end.
        let outcome = panics::catch(|| {
            let (source, outcome) = Engine::run_all(pool, JobSource::new(queue));
            source.give_up(outcome.as_ref().err());
            outcome
        });
        let failure = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error),
            Err(info) => Some(Error::refused(format!("the dispatcher {info}"))),
        };
        if failure.is_some() || queue.is_closed() {
            queue.give_up(failure.as_ref());
        }
    }
}
