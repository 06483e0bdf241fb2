//! A process that this one started: signals, its end, its exit status.
//!
//! By a descriptor of the process (a pidfd) and not by its id. Once somebody has collected the status of a process, the
//! kernel may give its id to another one: a program that ignores `SIGCHLD`, or waits for any child in a loop, has our
//! workers collected at any time. A signal to the id could then end a process that is not ours.

use super::fork::Generation;
use crate::error::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitIdStatus, kill_process, pidfd_open,
    pidfd_send_signal, waitid,
};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long the end of a process may take after it was killed. Only a process in the middle of an operation of the kernel, or
/// under a debugger, takes longer than a moment.
pub(crate) const AFTER_KILL: Duration = Duration::from_secs(1);

/// A process that this one started. Dropping it kills the process and collects its status.
///
/// In a fork of this process it does nothing: the process is the child of another one.
#[derive(Debug)]
pub(crate) struct ChildProcess {
    target: Arc<Target>,
    ended: Option<Ended>,
}

/// Where signals go.
#[derive(Debug)]
struct Target {
    id: Pid,
    /// `None` where the kernel has none (before Linux 5.4), or this process may not open another file. Then the process is
    /// reached by its id, which is its own for as long as nobody else collects its status.
    pidfd: Option<OwnedFd>,
    /// Whether the status was collected.
    is_collected: AtomicBool,
    /// In which process it was started.
    parent: Generation,
}

/// Kills the process from another thread, at any time.
#[derive(Clone, Debug)]
pub(crate) struct Killer(Arc<Target>);

/// Proof that a process has ended, with all its threads. Made where its status is collected, and nowhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    exit: Exit,
}

impl Ended {
    /// Of a worker that is no process. Whoever asks does not let it run again.
    #[cfg(all(test, feature = "bincode"))]
    pub(in crate::sys) fn simulated() -> Self {
        Self { exit: Exit::Unknown }
    }
}

impl Target {
    /// Looks for the end, and leaves the status to be collected.
    const LOOK: WaitIdOptions =
        WaitIdOptions::EXITED.union(WaitIdOptions::NOHANG).union(WaitIdOptions::NOWAIT);

    fn new(id: Pid, pidfd: Option<OwnedFd>) -> Self {
        Self { id, pidfd, is_collected: AtomicBool::new(false), parent: Generation::current() }
    }

    fn wait_id(&self) -> WaitId<'_> {
        match &self.pidfd {
            Some(pidfd) => WaitId::PidFd(pidfd.as_fd()),
            None => WaitId::Pid(self.id),
        }
    }

    /// Returns whether the signal was sent, or the process is gone; false where the kernel does not allow it.
    fn signal(&self, signal: Signal) -> bool {
        let sent = match &self.pidfd {
            _ if self.is_collected.load(Ordering::Acquire) => return true,
            _ if !self.parent.is_current() => return false,
            Some(pidfd) => pidfd_send_signal(pidfd, signal),
            None if matches!(waitid(self.wait_id(), Self::LOOK), Err(Errno::CHILD)) => return true,
            None => kill_process(self.id, signal),
        };
        // That it is gone is found out when its status is collected.
        matches!(sent, Ok(()) | Err(Errno::SRCH))
    }

    /// Collects the status if it has ended.
    fn collect(&self) -> rustix::io::Result<Option<WaitIdStatus>> {
        waitid(self.wait_id(), WaitIdOptions::EXITED | WaitIdOptions::NOHANG)
    }

    /// Whether a process that is no child of this one (any more) has ended.
    fn is_gone(&self) -> bool {
        let Some(pidfd) = &self.pidfd else {
            // It was a child of this process and is none any more: its status was collected.
            return true;
        };
        // A fork of this process has the descriptor of a process that may be alive.
        matches!(poll(&mut [PollFd::new(pidfd, PollFlags::IN)], Some(&Timespec::default())), Ok(1))
    }
}

impl Killer {
    /// Kills the process. One that has ended gets no signal, whoever has its id now.
    pub(crate) fn kill(&self) {
        let _ = self.0.signal(Signal::KILL);
    }
}

/// Equal when they kill the same process.
impl PartialEq for Killer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl ChildProcess {
    /// The process with this id, which was started just now.
    ///
    /// To be taken for another one, it would have to end, have its status collected elsewhere, and have its id given to
    /// another child of this process, all before this call.
    pub(super) fn adopt(id: Pid) -> Self {
        let gone = Some(Ended { exit: Exit::Unknown });
        let (pidfd, ended) = match pidfd_open(id, PidfdFlags::empty()) {
            Ok(pidfd) => match waitid(WaitId::PidFd(pidfd.as_fd()), Target::LOOK) {
                Ok(_) | Err(Errno::INTR) => (Some(pidfd), None),
                // It has ended already, and another process may have its id: that one is not ours.
                Err(Errno::CHILD) => (None, gone),
                // A kernel that has the descriptor and cannot wait for it.
                Err(_) => (None, None),
            },
            Err(Errno::SRCH) => (None, gone),
            Err(_) => (None, None),
        };
        let target = Target::new(id, pidfd);
        target.is_collected.store(ended.is_some(), Ordering::Release);
        Self { target: Arc::new(target), ended }
    }

    /// A process without a descriptor, as on an old kernel.
    #[cfg(test)]
    pub(super) fn by_id(id: Pid) -> Self {
        Self { target: Arc::new(Target::new(id, None)), ended: None }
    }

    /// Its process id. Another process may have it once this one has ended.
    pub(crate) fn id(&self) -> Pid {
        self.target.id
    }

    /// What kills it from another thread.
    pub(crate) fn killer(&self) -> Killer {
        Killer(Arc::clone(&self.target))
    }

    /// Sends a signal. A process that has ended gets none, whoever has its id now. Returns false if this process may not send
    /// it, as after it gave up its privileges.
    pub(crate) fn signal(&self, signal: Signal) -> bool {
        self.target.signal(signal)
    }

    /// Readable once it has ended; `None` without a descriptor of it.
    pub(crate) fn end_signal(&self) -> Option<BorrowedFd<'_>> {
        self.target.pidfd.as_ref().map(AsFd::as_fd)
    }

    /// Whether it has stopped, after `SIGSTOP`, or ended.
    pub(crate) fn has_stopped(&self) -> bool {
        self.ended.is_some()
            || !matches!(waitid(self.target.wait_id(), Target::LOOK | WaitIdOptions::STOPPED), Ok(None))
    }

    /// Whether it has ended. Its status stays to be collected.
    pub(crate) fn has_exited(&self) -> bool {
        if self.ended.is_some() || self.target.pidfd.is_some() {
            return self.ended.is_some() || self.target.is_gone();
        }
        match waitid(self.target.wait_id(), Target::LOOK) {
            Ok(status) => status.is_some(),
            Err(errno) => errno == Errno::CHILD,
        }
    }

    /// Collects its status if it has ended.
    pub(crate) fn try_wait(&mut self) -> Option<Exit> {
        if self.ended.is_none() {
            let mut status = self.target.collect();
            if matches!(status, Ok(None)) && self.target.pidfd.is_some() && self.target.is_gone() {
                // It ended just now. Or a debugger has it, which shows the end to nobody else.
                status = self.target.collect();
            }
            let exit = match status {
                Ok(Some(status)) => exit_of(&status),
                // Someone else collected it, as in a program that ignores SIGCHLD.
                Err(Errno::CHILD) if self.target.is_gone() => Exit::Unknown,
                Ok(None) if self.target.pidfd.is_some() && self.target.is_gone() => Exit::Unknown,
                _ => return None,
            };
            self.ended = Some(Ended { exit });
            self.target.is_collected.store(true, Ordering::Release);
        }
        self.ended.map(|ended| ended.exit)
    }

    /// Waits for its end for as long as `patience`, and collects its status.
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<Exit> {
        if let Some(exit) = self.try_wait() {
            return Some(exit);
        }
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            self.sleep_until_end(left);
            let exit = self.try_wait();
            if exit.is_some() || left.is_zero() {
                return exit;
            }
        }
    }

    /// Returns when the process has ended, or after `patience`, or sooner.
    fn sleep_until_end(&self, patience: Duration) {
        match (&self.target.pidfd, Timespec::try_from(patience)) {
            (Some(pidfd), Ok(timeout)) => {
                let _ = poll(&mut [PollFd::new(pidfd, PollFlags::IN)], Some(&timeout));
            }
            _ => std::thread::sleep(patience.min(Duration::from_millis(1))),
        }
    }

    /// Kills it and collects its status; `None` if it does not end even so.
    pub(crate) fn kill(&mut self) -> Option<Exit> {
        let patience = if self.signal(Signal::KILL) { AFTER_KILL } else { Duration::ZERO };
        self.wait(patience)
    }

    /// The proof that it has ended, once its status was collected.
    pub(super) fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        if self.ended.is_none() && self.target.parent.is_current() {
            self.kill();
        }
    }
}

fn exit_of(status: &WaitIdStatus) -> Exit {
    match (status.terminating_signal(), status.exit_status()) {
        (Some(signal), _) => Exit::Signal(signal),
        (None, Some(code)) => Exit::Code(code),
        (None, None) => Exit::Unknown,
    }
}

#[cfg(test)]
#[path = "child_tests.rs"]
mod tests;
