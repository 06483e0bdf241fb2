//! A second socket, for descriptors.
//!
//! A plain read of a socket drops descriptors that come with the bytes, and a read that takes them would cost time for every
//! small frame. So descriptors have their own socket: one message each, with the number of the buffer. The frame that names
//! the number is written after the descriptor, and both sockets keep their order.

use super::{Backoff, SpareDescriptor};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, Shutdown, SocketFlags, SocketType, recv, recvmsg, sendmsg, shutdown,
    socketpair,
};
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// How often in a row a reset is taken for the sign that it is: it comes once, before what the peer had sent can be read.
const RESETS: usize = 4;
/// The most bytes of the reason why there is no descriptor.
const REASON: usize = 1024;

/// Why there is no descriptor, as its sender has said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// A message that was looked at.
struct Seen {
    number: u64,
    /// A new descriptor of its file.
    file: Option<OwnedFd>,
    /// Whether there was one that this process may not have.
    is_cut: bool,
    /// Why there is none.
    why: Option<Refused>,
}

/// A message of the channel.
#[derive(Debug)]
pub(crate) struct FdMessage {
    pub(crate) number: u64,
    /// The descriptor, if it came with one; an error if this process may not open another file.
    pub(crate) file: Option<io::Result<OwnedFd>>,
    /// Whether the descriptor took the place of the spare one: it is to be closed soon.
    pub(crate) is_scarce: bool,
}

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
    ///
    /// # Errors
    /// When it is not sent: the peer is gone, or the kernel has no memory for it, or too many descriptors are on their way in
    /// all of the system. The last two [pass with time](super::is_passing), which `poll` does not know.
    pub(crate) fn send(&self, number: u64, file: BorrowedFd<'_>, wait: bool) -> Result<bool, Errno> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let files = [file];
        if !control.push(SendAncillaryMessage::ScmRights(&files)) {
            return Err(Errno::INVAL);
        }
        let flags = SendFlags::NOSIGNAL | if wait { SendFlags::empty() } else { SendFlags::DONTWAIT };
        let word = number.to_le_bytes();
        let mut backoff = Backoff::default();
        loop {
            match sendmsg(&self.0, &[IoSlice::new(&word)], &mut control, flags) {
                Ok(_) => return Ok(true),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if !wait => return Ok(false),
                // A task has made the socket one that does not block.
                Err(Errno::AGAIN) if self.is_ready(PollFlags::OUT) && !backoff.try_again() => {
                    return Err(Errno::AGAIN);
                }
                Err(Errno::AGAIN) => {}
                Err(errno) => return Err(errno),
            }
        }
    }

    /// Waits until it can be read from, or written to.
    fn is_ready(&self, what: PollFlags) -> bool {
        poll(&mut [PollFd::new(&self.0, what)], None).is_ok()
    }

    /// Ends the channel in both directions. The peer reads what was sent, and then the end.
    pub(crate) fn close(&self) {
        let _ = shutdown(&self.0, Shutdown::Both);
    }

    /// Sends a number without a descriptor, if there is room.
    pub(crate) fn send_number(&self, number: u64) -> io::Result<()> {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        rustix::net::send(&self.0, &number.to_le_bytes(), flags)?;
        Ok(())
    }

    /// Says, in place of a descriptor, why there is none. Returns false if there is no room for that now.
    #[cfg(feature = "_cluster")]
    pub(crate) fn refuse(&self, number: u64, why: &str) -> io::Result<bool> {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        let why = if why.is_empty() { "for an unknown reason" } else { why };
        let mut message = number.to_le_bytes().to_vec();
        message.extend(why.bytes().take(REASON));
        loop {
            match rustix::net::send(&self.0, &message, flags) {
                Ok(_) => return Ok(true),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(false),
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// Receives the next message.
    ///
    /// It is looked at before it is taken: the kernel drops a descriptor if this process may not open another file. Then the
    /// spare one makes room for it.
    ///
    /// # Errors
    /// When there is no message, or none can be read any more.
    pub(crate) fn receive(&self, wait: bool, spare: &SpareDescriptor) -> io::Result<FdMessage> {
        let mut seen = self.look(wait)?;
        let mut is_scarce = false;
        if seen.is_cut && spare.release() {
            is_scarce = true;
            seen = self.look(false)?;
        }
        Self::retry(|| recv(&self.0, &mut [0_u8; 8], RecvFlags::DONTWAIT).map(drop))?;
        let Seen { number, file, is_cut, why } = seen;
        let file = match why {
            Some(why) => Some(Err(io::Error::other(why))),
            None if is_cut => Some(Err(Errno::MFILE.into())),
            None => file.map(Ok),
        };
        Ok(FdMessage { number, file, is_scarce })
    }

    /// The next message, which stays where it is.
    fn look(&self, wait: bool) -> io::Result<Seen> {
        let mut bytes = [0; 8 + REASON];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let wait = if wait { RecvFlags::empty() } else { RecvFlags::DONTWAIT };
        let flags = RecvFlags::CMSG_CLOEXEC | RecvFlags::PEEK | wait;
        let mut backoff = Backoff::default();
        let message = loop {
            let mut parts = [IoSliceMut::new(&mut bytes)];
            match Self::retry(|| recvmsg(&self.0, &mut parts, &mut control, flags)) {
                // A task has made the socket one that does not block.
                Err(Errno::AGAIN) if !flags.contains(RecvFlags::DONTWAIT) => {
                    if self.is_ready(PollFlags::IN) && !backoff.try_again() {
                        return Err(Errno::AGAIN.into());
                    }
                }
                received => break received?,
            }
        };
        if message.bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((number, why)) = bytes[..message.bytes].split_first_chunk() else {
            return Err(io::Error::other("a message of the descriptor channel is cut short"));
        };
        let file = control.drain().find_map(|part| match part {
            RecvAncillaryMessage::ScmRights(mut files) => files.next(),
            _ => None,
        });
        let is_cut = file.is_none() && message.flags.contains(ReturnFlags::CTRUNC);
        let why = (!why.is_empty()).then(|| Refused(String::from_utf8_lossy(why).into_owned()));
        Ok(Seen { number: u64::from_le_bytes(*number), file, is_cut, why })
    }

    /// Repeats what was interrupted, or refused for the moment.
    fn retry<T>(mut receive: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
        let (mut resets, mut backoff) = (0, Backoff::default());
        loop {
            match receive() {
                Err(Errno::INTR) => {}
                // A peer that ended with unread messages shows as a reset before what it had sent can be read.
                Err(Errno::CONNRESET) if resets < RESETS => resets += 1,
                Err(errno @ (Errno::AGAIN | Errno::CONNRESET | Errno::BADF | Errno::NOTSOCK)) => {
                    return Err(errno);
                }
                // Nothing was taken.
                Err(_) if backoff.try_again() => {}
                received => return received,
            }
        }
    }
}

#[cfg(test)]
#[path = "fd_channel_tests.rs"]
mod tests;
