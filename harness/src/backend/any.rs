//! A backend chosen while the program runs.

use super::job::Job;
use super::stats::{Capabilities, Stats};
use super::verbs::{Backend, verbs};
use super::{Inline, Phases, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode, admit};

/// One of the backends, chosen while the program runs.
///
/// ```
/// use wirecheck::{AnyBackend, Backend, Bincode, Error, Inline, Thread};
///
/// fn square(x: u64) -> u64 {
///     x * x
/// }
///
/// fn backend(threads: usize) -> Result<AnyBackend<Bincode>, Error> {
///     Ok(match threads {
///         0 | 1 => AnyBackend::Inline(Inline::new()),
///         _ => AnyBackend::Thread(Thread::builder().workers(threads).build()?),
///     })
/// }
///
/// assert_eq!(backend(1)?.name(), "inline");
/// assert_eq!(backend(2)?.map(square, 1..4)?, [1, 4, 9]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AnyBackend<F: Codec> {
    /// A plain loop.
    Inline(Inline),
    /// Threads of this process.
    Thread(Thread),
    /// One process for each task.
    Spawn(Spawn<F>),
    /// Worker processes that are kept.
    Pool(Pool<F>),
    /// Worker processes on the nodes of a cluster.
    #[cfg(all(processes, feature = "_cluster"))]
    Cluster(super::RemotePool<F>),
}

macro_rules! each {
    ($self:ident, $backend:ident => $call:expr) => {
        match $self {
            AnyBackend::Inline($backend) => $call,
            AnyBackend::Thread($backend) => $call,
            AnyBackend::Spawn($backend) => $call,
            AnyBackend::Pool($backend) => $call,
            #[cfg(all(processes, feature = "_cluster"))]
            AnyBackend::Cluster($backend) => $call,
        }
    };
}

/// Calls the method of the same name of the backend that was chosen.
macro_rules! chosen {
    ($this:ident, iter $verb:ident($task:ident, $items:ident)) => {
        Ok(match $this {
            AnyBackend::Inline(backend) => AnyIter::Inline(Backend::<F>::$verb(backend, $task, $items)?),
            AnyBackend::Thread(backend) => AnyIter::Thread(Backend::<F>::$verb(backend, $task, $items)?),
            AnyBackend::Spawn(backend) => AnyIter::Spawn(Backend::<F>::$verb(backend, $task, $items)?),
            AnyBackend::Pool(backend) => AnyIter::Pool(Backend::<F>::$verb(backend, $task, $items)?),
            #[cfg(all(processes, feature = "_cluster"))]
            AnyBackend::Cluster(backend) => AnyIter::Cluster(Backend::<F>::$verb(backend, $task, $items)?),
        })
    };
    ($this:ident, $verb:ident($($argument:ident),*)) => {
        each!($this, backend => Backend::<F>::$verb(backend, $($argument),*))
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

    fn stats(&self) -> Stats {
        each!(self, backend => Backend::<F>::stats(backend))
    }

    fn phases(&self) -> Phases {
        each!(self, backend => Backend::<F>::phases(backend))
    }

    verbs!(chosen);
}

macro_rules! any_iter {
    ($($variant:ident $iter:ident),*) => {
        /// The iterator of the backend that was chosen.
        enum AnyIter<$($iter),*> {
            $($variant($iter)),*
        }

        impl<Item, $($iter: Iterator<Item = Item>),*> Iterator for AnyIter<$($iter),*> {
            type Item = Item;

            fn next(&mut self) -> Option<Item> {
                match self {
                    $(Self::$variant(results) => results.next()),*
                }
            }
        }
    };
}

#[cfg(not(all(processes, feature = "_cluster")))]
any_iter!(Inline I, Thread T, Spawn S, Pool P);
#[cfg(all(processes, feature = "_cluster"))]
any_iter!(Inline I, Thread T, Spawn S, Pool P, Cluster C);
