//! A second socket, for descriptors.
//!
//! A plain read of a socket drops descriptors that come with the bytes, and a read that takes them would cost time for every
//! small frame. So descriptors have their own socket: one message each, with the number of the buffer. The frame that names
//! the number is written after the descriptor, and both sockets keep their order.

use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// One end of the channel.
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

    /// Sends a descriptor. Returns false if there is no room for it; with `wait` set, waits for room.
    pub(crate) fn send(&self, number: u64, file: BorrowedFd<'_>, wait: bool) -> io::Result<bool> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let files = [file];
        if !control.push(SendAncillaryMessage::ScmRights(&files)) {
            return Err(io::Error::other("no room for a descriptor"));
        }
        let flags = SendFlags::NOSIGNAL | if wait { SendFlags::empty() } else { SendFlags::DONTWAIT };
        let word = number.to_le_bytes();
        loop {
            match sendmsg(&self.0, &[IoSlice::new(&word)], &mut control, flags) {
                Ok(_) => return Ok(true),
                Err(Errno::INTR) => {}
                // Too many descriptors on their way: this also passes with time.
                Err(Errno::AGAIN | Errno::TOOMANYREFS) if !wait => return Ok(false),
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// Sends a number without a descriptor, if there is room.
    pub(crate) fn send_number(&self, number: u64) -> io::Result<()> {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        rustix::net::send(&self.0, &number.to_le_bytes(), flags)?;
        Ok(())
    }

    /// Receives the next number, with its descriptor if it has one.
    pub(crate) fn receive(&self, wait: bool) -> io::Result<(u64, Option<OwnedFd>)> {
        let mut word = [0; 8];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let flags = RecvFlags::CMSG_CLOEXEC | if wait { RecvFlags::empty() } else { RecvFlags::DONTWAIT };
        let message = loop {
            match recvmsg(&self.0, &mut [IoSliceMut::new(&mut word)], &mut control, flags) {
                // A peer that ended with unread messages shows as a reset, once, before what it had sent can be read.
                Err(Errno::INTR | Errno::CONNRESET) => {}
                other => break other?,
            }
        };
        if message.bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let file = control.drain().find_map(|part| match part {
            RecvAncillaryMessage::ScmRights(mut files) => files.next(),
            _ => None,
        });
        match file {
            // The kernel drops a descriptor if this process may not open another file.
            None if message.flags.contains(ReturnFlags::CTRUNC) => Err(Errno::MFILE.into()),
            file if message.bytes == word.len() => Ok((u64::from_le_bytes(word), file)),
            _ => Err(io::Error::other("a message of the descriptor channel is cut short")),
        }
    }
}

#[cfg(test)]
#[path = "fd_channel_tests.rs"]
mod tests;
