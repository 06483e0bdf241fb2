//! Lines that are passed on to the standard streams of this program, which may take them slowly or not at all.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a stream of this program may take nothing, if it does not block.
const PATIENCE: Duration = Duration::from_secs(1);
/// A pipe that takes anything takes so many bytes without blocking.
const ONE_WRITE: usize = 4096;
/// Bytes that may wait for a stream. Above that, it is waited for, and so are the workers.
const MOST: usize = 1 << 20;

/// Where a stream is passed on to. Its end is kept in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    Nowhere,
    /// To whoever taps it.
    Tap,
    Stdout,
    Stderr,
}

/// What waits for the two streams: who reads the pipes of workers must not wait for somebody who reads ours.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    lines: Mutex<[VecDeque<u8>; 2]>,
}

impl Backlog {
    pub(super) fn push(&self, onward: Onward, lines: &[u8]) {
        let [stdout, stderr] = &mut *self.lock();
        match onward {
            Onward::Stdout => stdout.extend(lines),
            Onward::Stderr => stderr.extend(lines),
            Onward::Nowhere | Onward::Tap => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().iter().all(VecDeque::is_empty)
    }

    /// Writes what the streams take now, and waits for them only where too much waits.
    pub(super) fn flush(&self) {
        self.write(MOST);
    }

    /// Writes everything.
    pub(super) fn finish(&self) {
        self.write(0);
    }

    /// One thread writes. The lock is not held meanwhile.
    fn write(&self, most: usize) {
        for (at, onward) in [Onward::Stdout, Onward::Stderr].into_iter().enumerate() {
            loop {
                let (part, waiting) = {
                    let lines = &mut self.lock()[at];
                    let part = lines.len().min(ONE_WRITE);
                    (lines.drain(..part).collect::<Vec<u8>>(), lines.len())
                };
                if part.is_empty() {
                    break;
                }
                if waiting < most && !onward.is_writable_within(Duration::ZERO) {
                    self.put_back(at, &part);
                    break;
                }
                onward.write(&part);
            }
        }
    }

    fn put_back(&self, at: usize, part: &[u8]) {
        let lines = &mut self.lock()[at];
        part.iter().rev().for_each(|byte| lines.push_front(*byte));
    }

    fn lock(&self) -> MutexGuard<'_, [VecDeque<u8>; 2]> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Onward {
    /// Also when its reader is gone: then a write says so.
    fn is_writable_within(self, patience: Duration) -> bool {
        let stream = if self == Self::Stdout { rustix::stdio::stdout() } else { rustix::stdio::stderr() };
        let timeout = Timespec::try_from(patience).ok();
        matches!(poll(&mut [PollFd::from_borrowed_fd(stream, PollFlags::OUT)], timeout.as_ref()), Ok(1))
    }

    fn write(self, lines: &[u8]) {
        let mut left = lines;
        while !left.is_empty() {
            // Not through std: a thread of this program may hold its lock while it waits for this one.
            let written = match self {
                Self::Stdout => rustix::io::write(rustix::stdio::stdout(), left),
                Self::Stderr => rustix::io::write(rustix::stdio::stderr(), left),
                Self::Nowhere | Self::Tap => return,
            };
            match written {
                Ok(n) if n > 0 => left = left.get(n..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                // A terminal that does not block. If it takes nothing for a while, the lines are dropped.
                Err(Errno::AGAIN) if self.is_writable_within(PATIENCE) => {}
                // A closed standard stream of this program must not fail a task.
                _ => return,
            }
        }
    }
}
