//! Ends a worker whose parent is gone while it is busy with a task.

use crate::worker::serve::EXIT_ORPHANED;
use rustix::event::{PollFd, PollFlags, poll};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

/// How long a worker may take to notice by itself that its parent closed the channel.
const GRACE: Duration = Duration::from_millis(500);

/// Starts the watch. A worker without one still ends, but only after its task.
pub(super) fn start(socket: &OwnedFd) {
    let Ok(socket) = socket.try_clone() else { return };
    let watch = move || {
        loop {
            let mut fds = [PollFd::from_borrowed_fd(socket.as_fd(), PollFlags::RDHUP)];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) if fds[0].revents().intersects(PollFlags::RDHUP | PollFlags::HUP) => break,
                Ok(_) => {}
                Err(_) => return,
            }
        }
        // An idle worker ends in an orderly way within this time, and this thread with it.
        std::thread::sleep(GRACE);
        std::process::exit(EXIT_ORPHANED);
    };
    let _ = std::thread::Builder::new().name("wirecheck-watch".to_owned()).stack_size(64 * 1024).spawn(watch);
}
