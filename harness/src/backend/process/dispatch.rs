//! `spawn` on worker processes: jobs handed to a thread that runs the event loop for all of them.

use super::engine::Engine;
use super::map::{load_frame, read_result, run_frame};
use super::shared::{Config, Shared};
use super::source::{Ready, Settled, Source};
use crate::backend::job::{Job, Slot};
use crate::error::{Error, Kind as ErrorKind};
use crate::format::Codec;
use crate::panics;
use crate::sendable::Sendable;
use crate::task::{CarriesCode, RemoteTask};
use rustix::event::{EventfdFlags, eventfd};
use std::collections::{HashMap, VecDeque};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;

/// The processes of one backend. The last owner, pool or job, ends them.
#[derive(Debug)]
pub(crate) struct Processes {
    shared: Arc<Shared>,
    dispatcher: OnceLock<Dispatcher>,
}

impl Processes {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(Shared::new(config)?), dispatcher: OnceLock::new() })
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Queues one task. Its input is encoded here, so that an input that cannot be is refused at once.
    pub(crate) fn spawn<F, K, A, R, M>(self: &Arc<Self>, task: &K, input: A) -> Result<Job<R>, Error>
    where
        F: Codec,
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: CarriesCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let dispatcher = self.dispatcher()?;
        let name = K::name();
        let call = self.shared.new_call();
        let load = load_frame::<F, K, A, R, M>(task, call).map_err(|error| error.at(name, 0))?;
        let mut run = Vec::new();
        run_frame::<F, A>(call, 0, input, &mut run).map_err(|error| error.at(name, 0))?;
        let slot = Arc::new(Slot::default());
        dispatcher.queue.push(Queued { call, format: F::NAME, name, load, run, slot: Arc::clone(&slot) });
        let read = move |bytes: Vec<u8>| read_result::<F, R>(&bytes).map_err(|error| error.at(name, 0));
        Ok(Job::remote(slot, read, Arc::clone(self)))
    }

    fn dispatcher(&self) -> Result<&Dispatcher, Error> {
        if let Some(dispatcher) = self.dispatcher.get() {
            return Ok(dispatcher);
        }
        let fresh = Dispatcher::start(&self.shared)?;
        // When another thread was first, ours has no jobs and ends as it is dropped.
        Ok(self.dispatcher.get_or_init(|| fresh))
    }
}

/// One task on its way to a worker.
#[derive(Debug)]
struct Queued {
    call: u32,
    format: &'static str,
    name: &'static str,
    load: Vec<u8>,
    run: Vec<u8>,
    slot: Arc<Slot<Vec<u8>>>,
}

impl Queued {
    fn settle(self, result: Result<Vec<u8>, Error>) {
        self.slot.set(result.map_err(|error| error.at(self.name, 0)));
    }
}

#[derive(Debug)]
struct Dispatcher {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Dispatcher {
    fn start(shared: &Arc<Shared>) -> Result<Self, Error> {
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
            .map_err(|errno| Error::io("the dispatcher's wake-up could not be made", errno))?;
        let queue = Arc::new(Queue { state: Mutex::default(), filled: Condvar::new(), wake });
        let (shared, jobs) = (Arc::clone(shared), Arc::clone(&queue));
        let thread = std::thread::Builder::new()
            .name("wirecheck-jobs".to_owned())
            .spawn(move || serve(&shared, &jobs))
            .map_err(|error| Error::io("the dispatcher's thread could not be started", error))?;
        Ok(Self { queue, thread: Some(thread) })
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // It catches what can panic; there is nobody left to tell of anything else.
            let _ = thread.join();
        }
    }
}

fn serve(shared: &Shared, queue: &Queue) {
    while queue.wait() {
        let mut source = JobSource { queue, active: HashMap::new() };
        // A defect here must not leave jobs without an end.
        let outcome = panics::catch(|| Engine::run_all(shared, &mut source));
        let story = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(info) => Some(format!("the dispatcher {info}")),
        };
        for (_, job) in source.active.drain() {
            job.settle(Err(ended(story.as_deref())));
        }
        if story.is_some() || queue.is_closed() {
            for job in queue.take_all() {
                job.settle(Err(ended(story.as_deref())));
            }
        }
    }
}

fn ended(story: Option<&str>) -> Error {
    match story {
        Some(story) => Error::refused(story),
        None => Error::new(ErrorKind::Cancelled),
    }
}

#[derive(Debug)]
struct Queue {
    state: Mutex<QueueState>,
    filled: Condvar,
    wake: OwnedFd,
}

#[derive(Debug, Default)]
struct QueueState {
    jobs: VecDeque<Queued>,
    closed: bool,
}

impl Queue {
    fn push(&self, job: Queued) {
        self.lock().jobs.push_back(job);
        self.notify();
    }

    fn close(&self) {
        self.lock().closed = true;
        self.notify();
    }

    fn notify(&self) {
        self.filled.notify_one();
        // A full counter is readable as well, which is all that is wanted.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }

    /// Waits for a job; `false` once the queue is closed and empty.
    fn wait(&self) -> bool {
        let mut state = self.lock();
        while state.jobs.is_empty() && !state.closed {
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.jobs.is_empty()
    }

    fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn take_all(&self) -> VecDeque<Queued> {
        std::mem::take(&mut self.lock().jobs)
    }

    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Jobs as a source of tasks: each is a call of its own with one input.
struct JobSource<'a> {
    queue: &'a Queue,
    active: HashMap<u32, Queued>,
}

impl JobSource<'_> {
    fn settle(&mut self, call: u32, result: Result<Vec<u8>, Error>) -> Settled {
        match self.active.remove(&call) {
            Some(job) => {
                job.settle(result);
                Settled::Last
            }
            None => Settled::Stale,
        }
    }
}

impl Source for JobSource<'_> {
    fn ready(&mut self) -> Ready {
        if self.queue.lock().jobs.is_empty() { Ready::No } else { Ready::Task }
    }

    fn call(&self) -> u32 {
        self.queue.lock().jobs.front().map_or(0, |job| job.call)
    }

    fn format(&self, call: u32) -> &'static str {
        self.active.get(&call).map_or("", |job| job.format)
    }

    fn load(&mut self, out: &mut Vec<u8>) {
        if let Some(job) = self.queue.lock().jobs.front() {
            out.extend_from_slice(&job.load);
        }
    }

    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(mut job) = self.queue.lock().jobs.pop_front() else { return false };
        out.append(&mut job.run);
        self.active.insert(job.call, job);
        true
    }

    fn done(&mut self, call: u32, _: u64, result: &[u8]) -> Settled {
        self.settle(call, Ok(result.to_vec()))
    }

    fn failed(&mut self, call: u32, _: u64, error: Error) -> Settled {
        self.settle(call, Err(error))
    }

    fn is_over(&self) -> bool {
        self.queue.is_closed()
    }

    fn wake(&self) -> Option<BorrowedFd<'_>> {
        Some(self.queue.wake.as_fd())
    }

    fn woken(&mut self) {
        // The queue is looked at after this, so a job pushed in between is seen or wakes again.
        let _ = rustix::io::read(&self.queue.wake, &mut [0_u8; 8]);
    }
}
