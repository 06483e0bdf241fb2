//! A backend chosen while the program runs.

use super::job::Job;
use super::verbs::{Backend, Capabilities, Stats};
use super::{Inline, Phases, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};

/// One of the backends.
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyBackend<F: Codec> {
    /// A plain loop.
    Inline(Inline),
    /// Threads.
    Thread(Thread),
    /// One process a task.
    Spawn(Spawn<F>),
    /// Kept processes.
    Pool(Pool<F>),
}

macro_rules! each {
    ($self:ident, $backend:ident => $call:expr) => {
        match $self {
            AnyBackend::Inline($backend) => $call,
            AnyBackend::Thread($backend) => $call,
            AnyBackend::Spawn($backend) => $call,
            AnyBackend::Pool($backend) => $call,
        }
    };
}

impl<F: Codec> Backend<F> for AnyBackend<F> {
    fn name(&self) -> &'static str {
        each!(self, backend => Backend::<F>::name(backend))
    }

    fn capabilities(&self) -> Capabilities {
        each!(self, backend => Backend::<F>::capabilities(backend))
    }

    fn workers(&self) -> usize {
        each!(self, backend => Backend::<F>::workers(backend))
    }

    fn traffic(&self) -> Stats {
        each!(self, backend => Backend::<F>::traffic(backend))
    }

    fn phases(&self) -> Phases {
        each!(self, backend => Backend::<F>::phases(backend))
    }

    #[track_caller]
    fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        each!(self, backend => Backend::<F>::map(backend, task, items))
    }

    #[track_caller]
    fn try_map<K, A, R, M>(
        &self,
        task: K,
        items: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Result<R, Error>>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        each!(self, backend => Backend::<F>::try_map(backend, task, items))
    }

    #[track_caller]
    fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        each!(self, backend => Backend::<F>::submit(backend, task, input))
    }
}
