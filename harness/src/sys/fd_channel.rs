//! A socket over which descriptors are handed over, next to the one for frames.
//!
//! A plain read of a socket drops descriptors that come with the bytes, and a read that takes them costs every small
//! frame. So they have a socket of their own: one message each, the descriptor with the number of what it is. The frame
//! that names the number is written after the descriptor, and both sockets keep their order.

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// One end.
#[derive(Debug)]
pub(crate) struct FdChannel(OwnedFd);

impl FdChannel {
    pub(crate) fn new(socket: OwnedFd) -> Self {
        Self(socket)
    }

    /// Both ends.
    pub(crate) fn pair() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        Ok((Self(ours), theirs))
    }

    pub(crate) fn socket(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    /// Hands a descriptor over; gives whether there was room, which there is after a while when `wait` is set.
    pub(crate) fn send(&self, number: u64, handle: BorrowedFd<'_>, wait: bool) -> io::Result<bool> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let handles = [handle];
        if !control.push(SendAncillaryMessage::ScmRights(&handles)) {
            return Err(io::Error::other("no room for a descriptor"));
        }
        let flags = SendFlags::NOSIGNAL | if wait { SendFlags::empty() } else { SendFlags::DONTWAIT };
        let word = number.to_le_bytes();
        loop {
            match sendmsg(&self.0, &[IoSlice::new(&word)], &mut control, flags) {
                Ok(_) => return Ok(true),
                Err(Errno::INTR) => {}
                // Too many on their way is a matter of time, too.
                Err(Errno::AGAIN | Errno::TOOMANYREFS) if !wait => return Ok(false),
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// Says a number alone, if there is room.
    pub(crate) fn send_word(&self, number: u64) -> io::Result<()> {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        rustix::net::send(&self.0, &number.to_le_bytes(), flags)?;
        Ok(())
    }

    /// The number that comes next, with its descriptor if there is one.
    pub(crate) fn receive(&self, wait: bool) -> io::Result<(u64, Option<OwnedFd>)> {
        let mut word = [0; 8];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let flags = RecvFlags::CMSG_CLOEXEC | if wait { RecvFlags::empty() } else { RecvFlags::DONTWAIT };
        let message = loop {
            match recvmsg(&self.0, &mut [IoSliceMut::new(&mut word)], &mut control, flags) {
                Err(Errno::INTR) => {}
                other => break other?,
            }
        };
        if message.bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let handle = control.drain().find_map(|part| match part {
            RecvAncillaryMessage::ScmRights(mut handles) => handles.next(),
            _ => None,
        });
        match handle {
            // The kernel leaves one out for which this process has no number free.
            None if message.flags.contains(ReturnFlags::CTRUNC) => Err(Errno::MFILE.into()),
            handle if message.bytes == word.len() => Ok((u64::from_le_bytes(word), handle)),
            _ => Err(io::Error::other("a message cut short")),
        }
    }
}

#[cfg(test)]
#[path = "fd_channel_tests.rs"]
mod tests;
