//! What `Pool` and `Spawn` have beside their verbs: looking at them, and ending them.

use super::process_options::check_workers;
use super::verbs::Stats;
use super::{Phases, Pool, Spawn, Workers};
use crate::error::Error;
use crate::format::Codec;
use std::fmt;

/// What one worker wrote where it is captured: see [`Output::Captured`](crate::Output::Captured).
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
        /// Without what it is made of: the environment of the workers is nobody's business in a log.
        impl<F: Codec> fmt::Debug for $backend<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($backend))
                    .field("format", &F::NAME)
                    .field("workers", &self.workers())
                    .field("traffic", &self.traffic())
                    .finish_non_exhaustive()
            }
        }

        impl<F: Codec> $backend<F> {
            /// How many workers there may be at once.
            pub fn workers(&self) -> usize {
                self.processes.pool().workers()
            }

            /// Changes how many workers there may be at once. Idle ones beyond that end now, others after their task.
            ///
            /// # Errors
            /// As when it was built.
            pub fn resize(&self, workers: impl Into<Workers>) -> Result<(), Error> {
                let workers = workers.into().resolve()?;
                check_workers(workers)?;
                self.processes.pool().resize(workers);
                Ok(())
            }

            /// Whether new tasks are taken: not once it is closed, joined, terminated, or its initializer failed.
            pub fn takes_tasks(&self) -> bool {
                self.processes.pool().admit().is_ok()
            }

            /// What has moved since it was built.
            pub fn traffic(&self) -> Stats {
                Stats::of(self.processes.pool())
            }

            /// Where the time of its tasks went, if it was built with [`Builder::phases`](super::Builder::phases).
            pub fn phases(&self) -> Phases {
                Phases::of(self.processes.pool())
            }

            /// What workers wrote since this was called last, where it is captured.
            pub fn output(&self) -> Vec<WorkerOutput> {
                let output = self.processes.pool().output();
                output.into_iter().map(|(pid, stdout, stderr)| WorkerOutput { pid, stdout, stderr }).collect()
            }

            /// Takes no more tasks, from this handle and its clones. What was submitted goes on.
            pub fn close(&self) {
                self.processes.pool().close();
            }

            /// Takes no more tasks, waits for all that were submitted and for their callbacks, and ends the workers.
            ///
            /// An iterator of results that nobody is reading from is not waited for, and can be read to its end later.
            ///
            /// # Errors
            /// The first panic of a callback of `submit_then`. The results of tasks are their jobs' to tell. From within a
            /// callback, an input or a progress hook of this backend it is refused.
            pub fn join(&self) -> Result<(), Error> {
                self.processes.join()
            }

            /// Ends everything at once: workers are killed, calls under way and jobs fail with an error that
            /// [`is_cancelled`](Error::is_cancelled). Does not wait.
            pub fn terminate(&self) {
                self.processes.pool().terminate();
            }
        }
    };
}

lifecycle!(Pool);
lifecycle!(Spawn);
