//! The thread that runs the event loop for all jobs of a backend.

use super::job_source::JobSource;
use super::queue::Queue;
use crate::backend::process::engine::Engine;
use crate::backend::process::pool::PoolState;
use crate::backend::process::worker::Worker;
use crate::clock;
use crate::error::Error;
use crate::panics;
use crate::sys::Generation;
use std::sync::Arc;

#[derive(Debug)]
pub(super) struct Dispatcher {
    pub(super) queue: Arc<Queue>,
    thread: Option<clock::Thread>,
    /// In which process the thread is.
    parent: Generation,
}

impl Dispatcher {
    pub(super) fn start<W: Worker>(pool: &Arc<PoolState<W>>) -> Result<Self, Error> {
        let queue = Arc::new(Queue::new()?);
        let (pool, jobs) = (Arc::clone(pool), Arc::clone(&queue));
        let thread = clock::spawn("wirecheck-jobs", move || serve(&pool, &jobs))
            .map_err(|error| Error::start_io("the dispatcher's thread could not be started", error))?;
        Ok(Self { queue, thread: Some(thread), parent: Generation::current() })
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        if !self.parent.is_current() {
            // A fork has neither the thread nor, for certain, the lock of the queue.
            std::mem::forget(self.thread.take());
            return;
        }
        self.queue.close();
        if let Some(thread) = self.thread.take()
            && !thread.is_current()
        {
            // It catches panics of callers. Nobody is left to report a panic of its own to.
            thread.join();
        }
    }
}

fn serve<W: Worker>(pool: &PoolState<W>, queue: &Queue) {
    while queue.wait() {
        // A panic here must not leave jobs without an end.
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
