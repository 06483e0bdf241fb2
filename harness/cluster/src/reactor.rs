//! A thread on which what is asynchronous runs, for callers that are not.

use std::future::Future;
use std::sync::mpsc;
use std::thread::JoinHandle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use wirecheck::Error;
use wirecheck::cluster::{not_started, refused, system};

/// What starts a future on the thread.
type Job = Box<dyn FnOnce() + Send>;

/// Runs futures on a thread of its own. Dropping it ends the thread, and what still runs there.
#[derive(Debug)]
pub(crate) struct Reactor {
    /// `None` only in `drop`.
    jobs: Option<UnboundedSender<Job>>,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread.
    process: u32,
}

impl Reactor {
    /// # Errors
    /// When the thread cannot be started.
    pub(crate) fn start(name: &str) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| system("the thread of a cluster could not be set up", error))?;
        let (jobs, mut taken) = unbounded_channel::<Job>();
        let serve = move || {
            LocalSet::new().block_on(&runtime, async {
                while let Some(job) = taken.recv().await {
                    job();
                }
            });
        };
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(serve)
            .map_err(|error| system("the thread of a cluster could not be started", error))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), process: std::process::id() })
    }

    /// Runs the future that `make` gives, which must have a bound, and waits for it.
    ///
    /// # Errors
    /// In a fork of the process that started it.
    pub(crate) fn run<T, W>(&self, make: impl FnOnce() -> W + Send + 'static) -> Result<T, Error>
    where
        T: Send + 'static,
        W: Future<Output = T> + 'static,
    {
        if self.process != std::process::id() {
            return Err(refused("a fork does not have the threads of a cluster: connect to it again there"));
        }
        let (told, outcome) = mpsc::channel();
        self.spawn(move || {
            let waited = make();
            async move { drop(told.send(waited.await)) }
        });
        outcome.recv().map_err(|_| not_started("the thread of a cluster has ended"))
    }

    /// Runs the future that `make` gives, and does not wait for it.
    pub(crate) fn spawn<W>(&self, make: impl FnOnce() -> W + Send + 'static)
    where
        W: Future<Output = ()> + 'static,
    {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Box::new(move || drop(spawn_local(make()))));
        }
    }
}

impl Drop for Reactor {
    fn drop(&mut self) {
        let thread = self.thread.take();
        if self.process != std::process::id() {
            std::mem::forget(thread);
            return;
        }
        drop(self.jobs.take());
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_what_it_is_given_and_outlives_a_panic() {
        let reactor = Reactor::start("test").unwrap();
        assert_eq!(reactor.run(|| async { 6 * 7 }).unwrap(), 42);
        let error = reactor.run::<(), _>(|| async { panic!("no") }).unwrap_err();
        assert!(error.to_string().contains("has ended"), "{error}");
        assert_eq!(reactor.run(|| async { 1 }).unwrap(), 1);
    }
}
