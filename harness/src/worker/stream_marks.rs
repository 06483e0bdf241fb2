//! Marks in the streams of a worker whose lines are wanted: where a task ends that has left bytes in the pipe.

use crate::backend::write_mark;
use rustix::fs::fstat;
use rustix::io::{fcntl_dupfd_cloexec, ioctl_fionread};
use std::os::fd::{BorrowedFd, OwnedFd};

/// Nothing but the standard streams has a lower number.
const FIRST: i32 = 3;

/// The pipes of standard output and error, as far as they are to be marked.
#[derive(Debug, Default)]
pub(super) struct StreamMarks {
    wanted: [u64; 2],
    pipes: [Option<OwnedFd>; 2],
}

impl StreamMarks {
    /// Which pipes are to be marked, by their inodes. Returns whether there is one.
    #[inline]
    pub(super) fn want(&mut self, inodes: [u64; 2]) -> bool {
        if self.wanted != inodes {
            self.open(inodes);
        }
        self.pipes.iter().any(Option::is_some)
    }

    #[cold]
    fn open(&mut self, inodes: [u64; 2]) {
        self.wanted = inodes;
        let streams = [rustix::stdio::stdout(), rustix::stdio::stderr()];
        // Its own descriptors: a task may close or exchange those of the process.
        let own = |stream: BorrowedFd<'_>, inode: u64| {
            let is_it = inode != 0 && fstat(stream).is_ok_and(|known| known.st_ino == inode);
            is_it.then(|| fcntl_dupfd_cloexec(stream, FIRST).ok()).flatten()
        };
        self.pipes = [own(streams[0], inodes[0]), own(streams[1], inodes[1])];
    }

    /// This task has ended, and the parent does not know yet that another one runs.
    #[cold]
    pub(super) fn task_ended(&self, ordinal: u64, call: u32, index: u64) {
        for pipe in self.pipes.iter().flatten() {
            // What was read meanwhile was read while this task ran.
            if ioctl_fionread(pipe).is_ok_and(|bytes| bytes > 0) {
                // Without a mark, at worst a line has the name of the next task.
                let _ = rustix::io::write(pipe, &write_mark(ordinal, (call, index)));
            }
        }
    }
}
