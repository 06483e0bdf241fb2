//! More methods of `Pool` and `Spawn`: looking at them, and ending them.

use super::process_settings::check_workers;
use super::stats::{Counts, Stats};
use super::{Phases, Pool, Spawn, Workers};
use crate::error::Error;
use crate::format::Codec;
use std::fmt;

/// What one worker wrote, if that is [captured](crate::Output::Captured).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerOutput {
    /// The worker's process id.
    pub pid: u32,
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error.
    pub stderr: String,
}

macro_rules! lifecycle {
    ($backend:ident) => {
        /// Without the options: the environment of the workers may hold secrets.
        impl<F: Codec> fmt::Debug for $backend<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($backend))
                    .field("format", &F::NAME)
                    .field("workers", &self.workers())
                    .field("stats", &self.stats())
                    .finish_non_exhaustive()
            }
        }

        impl<F: Codec> $backend<F> {
            /// How many workers there are at the same time, at most.
            pub fn workers(&self) -> usize {
                self.processes.pool().workers()
            }

            /// Changes the number of workers. Idle workers above it end now, busy ones after their task.
            ///
            /// # Errors
            /// When the number is 0 or too large, and in a fork of the process that built the backend.
            pub fn resize(&self, workers: impl Into<Workers>) -> Result<(), Error> {
                let workers = workers.into().resolve()?;
                check_workers(workers)?;
                self.processes.pool().resize(workers)
            }

            /// Whether it takes new tasks. False once it was closed, joined or terminated, or its initializer failed.
            pub fn takes_tasks(&self) -> bool {
                self.processes.pool().admit().is_ok()
            }

            /// What it has done since it was built.
            pub fn stats(&self) -> Stats {
                Stats::of(self.processes.pool())
            }

            /// Where the time of its tasks went, if it was built with [`Builder::phases`](super::Builder::phases).
            pub fn phases(&self) -> Phases {
                self.processes.pool().phases()
            }

            /// What the workers wrote since the last call, if that is [captured](crate::Output::Captured).
            pub fn output(&self) -> Vec<WorkerOutput> {
                let output = self.processes.pool().output();
                output.into_iter().map(|(pid, stdout, stderr)| WorkerOutput { pid, stdout, stderr }).collect()
            }

            /// Takes no more tasks, through this handle and its clones. Tasks that were submitted go on.
            pub fn close(&self) {
                self.processes.pool().close();
            }

            /// Takes no more tasks, waits for the running and queued ones and their callbacks, and ends the workers.
            ///
            /// It does not wait for an iterator of results that nobody is reading. You can read it to its end later.
            ///
            /// # Errors
            /// Returns an error if a callback of `submit_then` panicked. Failed tasks are reported by their jobs. It is
            /// refused within a callback, an input iterator or a progress hook of this backend, which would wait for itself.
            pub fn join(&self) -> Result<(), Error> {
                self.processes.join()
            }

            /// Kills the workers and ends all calls and jobs with an error whose [`is_cancelled`](Error::is_cancelled) is true.
            /// Does not wait.
            pub fn terminate(&self) {
                self.processes.pool().terminate();
            }
        }
    };
}

lifecycle!(Pool);
lifecycle!(Spawn);
