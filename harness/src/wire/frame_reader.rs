//! Received bytes, taken apart into frames.

use super::frame::{BadFrame, Frame, FrameKind, HEAD, Head, Sequence, rest_if};
use crate::sys::{Backoff, is_passing};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::RecvFlags;
use std::io;
use std::os::fd::BorrowedFd;

/// How much is read from the socket at once.
const CHUNK: usize = 64 * 1024;

/// A receive buffer that yields whole frames, in their order.
#[derive(Debug, Default)]
pub(crate) struct FrameReader {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Where the body of the frame that was taken last begins; it ends at `start`.
    body: usize,
    due: Sequence,
}

/// What a receive returned.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReceiveStatus {
    Bytes(usize),
    /// Nothing yet. Only returned when told not to wait.
    Nothing,
    /// The other end is closed.
    End,
}

impl FrameReader {
    /// Receives once into free space, without waiting.
    ///
    /// # Errors
    /// When the socket cannot be read. Some errors pass with time: see [`Backoff`].
    #[inline]
    pub(crate) fn receive(&mut self, socket: BorrowedFd<'_>) -> Result<ReceiveStatus, Errno> {
        match self.receive_with(socket, RecvFlags::DONTWAIT) {
            Err(Errno::INTR | Errno::AGAIN) => Ok(ReceiveStatus::Nothing),
            received => received,
        }
    }

    /// Waits until there is something, and receives once into free space.
    ///
    /// # Errors
    /// When the socket cannot be read, or the kernel refuses it for longer than [`Backoff`] tries.
    pub(crate) fn wait_and_receive(&mut self, socket: BorrowedFd<'_>) -> io::Result<ReceiveStatus> {
        let mut backoff = Backoff::default();
        loop {
            match self.receive_with(socket, RecvFlags::empty()) {
                Err(Errno::INTR) => {}
                // A task has made the socket one that does not block.
                Err(Errno::AGAIN) => {
                    let is_ready = poll(&mut [PollFd::from_borrowed_fd(socket, PollFlags::IN)], None).is_ok();
                    if is_ready && !backoff.try_again() {
                        return Err(Errno::AGAIN.into());
                    }
                }
                Err(errno) if is_passing(errno) && backoff.try_again() => {}
                received => return received.map_err(io::Error::from),
            }
        }
    }

    #[inline]
    fn receive_with(&mut self, socket: BorrowedFd<'_>, flags: RecvFlags) -> Result<ReceiveStatus, Errno> {
        self.make_room();
        let mut received = rustix::net::recv(socket, &mut self.buffer[self.end..], flags);
        if received == Err(Errno::CONNRESET) {
            // The peer has ended and left something unread. This comes once, after all that it had sent, and then the end.
            received = rustix::net::recv(socket, &mut self.buffer[self.end..], flags);
        }
        match received {
            Ok((0, _)) | Err(Errno::CONNRESET) => Ok(ReceiveStatus::End),
            Ok((n, _)) => {
                self.end += n;
                Ok(ReceiveStatus::Bytes(n))
            }
            Err(errno) => Err(errno),
        }
    }

    /// Takes the first `repeated` of the `n` bytes that were received last away again: they came another way before.
    #[cold]
    pub(crate) fn drop_repeated(&mut self, n: usize, repeated: usize) {
        let start = self.end - n;
        self.buffer.copy_within(start + repeated..self.end, start);
        self.end -= repeated;
    }

    /// Whether nothing has arrived of the next frame.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Adds bytes that did not come over the socket.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.buffer.truncate(self.end);
        self.buffer.extend_from_slice(bytes);
        self.end = self.buffer.len();
    }

    /// The next frame, if all of it has arrived.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<Frame<'_>>, BadFrame> {
        let Some(head) = Head::read(&self.buffer[self.start..self.end])? else { return Ok(None) };
        // Before its end has arrived: bytes that are no frame must not be waited for, and their length may be anything.
        self.due.check(head.sequence)?;
        if self.end - self.start < head.total() {
            return Ok(None);
        }
        Ok(Some(self.take(&head)))
    }

    /// Takes the next frame if all of it has arrived, its number is due and it is of this kind, which is not one that names
    /// its task. Anything else is left for [`next`](Self::next).
    #[inline]
    pub(crate) fn take_if(&mut self, kind: FrameKind) -> bool {
        let arrived = &self.buffer[self.start..self.end];
        match rest_if(arrived, kind, self.due) {
            Some(rest) if arrived.len() - HEAD >= rest => {
                self.due.advance();
                self.body = self.start + HEAD;
                self.start = self.body + rest;
                true
            }
            _ => false,
        }
    }

    #[inline]
    fn take(&mut self, head: &Head) -> Frame<'_> {
        self.due.advance();
        let at = self.start;
        self.start += head.total();
        let frame = Frame::of(head, &self.buffer[at + HEAD..self.start]);
        self.body = self.start - frame.body.len();
        frame
    }

    /// The body of the frame that was taken last.
    #[inline]
    pub(crate) fn body(&self) -> &[u8] {
        &self.buffer[self.body..self.start]
    }

    /// The memory it holds.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.buffer.capacity()
    }

    /// Moves what is left to the front and makes sure there is space. The buffer doubles as the bytes of a large frame arrive:
    /// a length that only claims to be large costs nothing.
    fn make_room(&mut self) {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            self.body = 0;
            // One large frame must not pin its memory for the life of a worker.
            if self.buffer.len() > 16 * CHUNK {
                self.buffer = Vec::new();
            }
        } else if self.start > 0 && self.buffer.len() - self.end < CHUNK {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            self.body = 0;
        }
        if self.buffer.is_empty() {
            // Zeroed by the kernel as it is touched, where `resize` would touch all of it now.
            self.buffer = vec![0; 2 * CHUNK];
        } else if self.buffer.len() - self.end < CHUNK {
            let size = self.buffer.len() * 2;
            self.buffer.resize(size, 0);
        }
    }
}
