//! A worker whose channel has ended and whose process has not, and what is done about it meanwhile.

use crate::backend::process::worker::{AFTER_HANG_UP, Worker, WorkerHandle};
use crate::clock;
use crate::error::Exit;
use crate::sys::AFTER_KILL;
use std::time::{Duration, Instant};

/// After this time a worker has seen that its tasks are cancelled.
const CANCEL_SEEN: Duration = Duration::from_millis(10);

/// A worker whose channel has ended and whose process has not: it still ends, or a task has closed its descriptors.
#[derive(Debug)]
pub(super) struct LeavingWorker<W: Worker> {
    pub(super) worker: WorkerHandle<W>,
    since: Instant,
    /// When it was killed, and whether that was allowed.
    killed: Option<(Instant, bool)>,
}

impl<W: Worker> LeavingWorker<W> {
    pub(super) fn new(worker: WorkerHandle<W>) -> Self {
        Self { worker, since: clock::now(), killed: None }
    }

    /// How it ended, if it is gone or cannot be killed. One that takes too long is killed.
    pub(super) fn exit(&mut self) -> Option<Exit> {
        if let Some(exit) = self.worker.try_exit() {
            let is_severed = self.killed.is_some() && exit != Exit::Unknown;
            return Some(if is_severed { Exit::Severed } else { exit });
        }
        match self.killed {
            None if clock::since(self.since) > AFTER_HANG_UP => {
                // In case it cannot be killed: what it has not begun is for another one.
                self.worker.cancel();
                self.killed = Some((clock::now(), self.worker.try_kill()));
                None
            }
            None => None,
            Some((at, may_kill)) => {
                let patience = if may_kill { AFTER_KILL } else { CANCEL_SEEN };
                (clock::since(at) > patience).then_some(Exit::Alive)
            }
        }
    }
}
