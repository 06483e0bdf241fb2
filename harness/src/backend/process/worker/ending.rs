//! The end of workers, side by side: each wait has one bound, however many they are.

use super::contract::Worker;
use super::handle::WorkerHandle;
use crate::clock;
use crate::error::Exit;
use crate::sys::AFTER_KILL;
use rustix::event::{PollFd, PollFlags};
use std::time::Duration;

/// How long a closed worker may take to end by itself before it is killed.
pub(crate) const ORDERLY_END: Duration = Duration::from_secs(2);
/// The same for one that closed its channel; it does that a moment before it is gone.
pub(crate) const AFTER_HANG_UP: Duration = Duration::from_millis(500);
/// How long the end of a worker is waited for where others wait meanwhile. Most ends take less.
pub(crate) const MOMENT: Duration = Duration::from_millis(5);
/// How often workers are looked at whose end nothing reports.
const LOOK: Duration = Duration::from_millis(1);

impl<W: Worker> WorkerHandle<W> {
    /// Begins its end, without waiting: an idle worker is closed, one that is busy with work that nobody waits for is killed.
    pub(crate) fn begin_end(&mut self) {
        if self.outstanding() > 0 || !self.is_ready() {
            // Or not to be trusted to notice the end.
            self.kill();
        }
        self.close();
    }

    /// How it ended, if it is gone.
    pub(crate) fn try_exit(&mut self) -> Option<Exit> {
        let exit = self.worker.try_exit();
        self.ended |= exit.is_some();
        exit
    }

    /// Waits for its end, but not longer than `patience`.
    pub(crate) fn exits_within(&mut self, patience: Duration) -> Option<Exit> {
        let deadline = clock::now() + patience;
        loop {
            let exit = self.try_exit();
            let left = deadline.saturating_duration_since(clock::now());
            if exit.is_some() || left.is_zero() {
                return exit;
            }
            sleep_until_an_end(std::slice::from_ref(self), left);
        }
    }

    /// Waits for its end, and kills it when `patience` runs out.
    pub(super) fn wait_for_exit(&mut self, patience: Duration) -> Exit {
        let exit = self.worker.wait_for_exit(patience);
        self.ended = true;
        exit
    }

    /// Ends it and waits for that.
    pub(crate) fn end(&mut self) -> Exit {
        self.begin_end();
        self.wait_for_exit(ORDERLY_END)
    }

    /// Whether it has decided to end by itself: it takes no more tasks.
    pub(crate) fn is_ending(&self) -> bool {
        self.worker.is_ending()
    }

    /// Whether it should be gone by now: it was given its last task and has answered it, and runs nothing.
    pub(crate) fn is_stuck(&mut self) -> bool {
        if self.outstanding() > 0 && self.worker.running().is_some() {
            self.spent_since = None;
            return false;
        }
        let since = *self.spent_since.get_or_insert_with(clock::now);
        clock::since(since) > ORDERLY_END
    }
}

/// Waits until the workers have ended, but not longer than `patience`. Removes those that have; `on_end` is told their number.
pub(crate) fn wait_for_ends<W: Worker>(
    workers: &mut Vec<WorkerHandle<W>>,
    patience: Duration,
    mut on_end: impl FnMut(usize),
) {
    let deadline = clock::now().checked_add(patience);
    loop {
        let before = workers.len();
        workers.retain_mut(|worker| worker.try_exit().is_none());
        if workers.len() < before {
            on_end(before - workers.len());
        }
        let left =
            deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(clock::now()));
        if workers.is_empty() || left.is_zero() {
            return;
        }
        sleep_until_an_end(workers, left);
    }
}

/// Kills the workers and waits until they have ended. Those that are left cannot be killed.
pub(crate) fn kill_all<W: Worker>(workers: &mut Vec<WorkerHandle<W>>, on_end: impl FnMut(usize)) {
    let killed = workers.iter_mut().filter_map(|worker| worker.try_kill().then_some(())).count();
    // The end of those that may not be killed is not waited for.
    let patience = if killed > 0 { AFTER_KILL } else { Duration::ZERO };
    wait_for_ends(workers, patience, on_end);
}

/// Returns when one of the workers has ended, or after `patience`, or sooner.
fn sleep_until_an_end<W: Worker>(workers: &[WorkerHandle<W>], patience: Duration) {
    let ends = workers.iter().filter_map(|worker| worker.worker.end_signal());
    let mut fds: Vec<PollFd<'_>> = ends.map(|end| PollFd::from_borrowed_fd(end, PollFlags::IN)).collect();
    let all_report = fds.len() == workers.len();
    let patience = if all_report { patience } else { patience.min(LOOK) };
    // An error may come at once, again and again.
    if clock::poll(&mut fds, Some(patience)).is_err() {
        let _ = clock::poll(&mut [], Some(LOOK));
    }
}
