//! Sending to a blocking socket.

use crate::sys::{Backoff, is_passing};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::SendFlags;
use std::io;
use std::os::fd::OwnedFd;

/// Sends all of it, however long the other side takes to make room.
///
/// # Errors
/// When the connection is gone, or the kernel has had no memory for a second.
pub(crate) fn send_all(socket: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    let mut backoff = Backoff::default();
    while !bytes.is_empty() {
        match rustix::net::send(socket, bytes, SendFlags::NOSIGNAL) {
            Ok(sent) => {
                bytes = &bytes[sent..];
                backoff.succeeded();
            }
            Err(Errno::INTR) => {}
            // A task has made the socket one that does not block.
            Err(Errno::AGAIN) if is_writable(socket) => {
                if !backoff.try_again() {
                    return Err(Errno::AGAIN.into());
                }
            }
            Err(Errno::AGAIN) => {}
            Err(errno) if is_passing(errno) && backoff.try_again() => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

/// Waits until there is room.
fn is_writable(socket: &OwnedFd) -> bool {
    poll(&mut [PollFd::new(socket, PollFlags::OUT)], None).is_ok()
}
