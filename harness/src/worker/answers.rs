//! Answers on their way out: collected in the page shared with the parent, sent a few at a time.

use crate::format::ByteSink;
use crate::sys::{OUTBOX, Page};
use crate::wire::{Failure, Kind, Sequence, begin, control, finish};
use rustix::net::SendFlags;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

/// Answers of one call wait about this long for company, or for the task that is running.
const LINGER: Duration = Duration::from_micros(100);

pub(crate) struct Answers {
    socket: OwnedFd,
    page: Page,
    /// The frame that is being written.
    scratch: ByteSink,
    sequence: Sequence,
    pace: Pace,
    /// What became of the channel, if it broke.
    broken: Option<io::Error>,
}

impl Answers {
    pub(super) fn new(socket: OwnedFd, page: Page) -> Self {
        Self {
            socket,
            page,
            scratch: ByteSink::new(),
            sequence: Sequence::default(),
            pace: Pace::new(),
            broken: None,
        }
    }

    pub(super) fn socket(&self) -> &OwnedFd {
        &self.socket
    }

    pub(super) fn page(&self) -> &Page {
        &self.page
    }

    pub(super) fn control(&mut self, kind: Kind, body: &[u8]) {
        control(&mut self.scratch, kind, &mut self.sequence, 0, body);
        self.commit();
    }

    /// Starts the answer to the task at hand. Its result is appended to what this gives.
    #[inline]
    pub(crate) fn begin(&mut self) -> &mut ByteSink {
        self.scratch.clear();
        begin(&mut self.scratch);
        &mut self.scratch
    }

    /// Ends the answer that was begun.
    #[inline]
    pub(crate) fn done(&mut self) {
        match finish(&mut self.scratch, 0, Kind::Done, &mut self.sequence) {
            Ok(()) => {
                self.commit();
                if self.pace.is_due() {
                    self.flush();
                }
            }
            Err(large) => self.failed(&Failure::refused(format!(
                "the encoded result has {} bytes, more than the 4 GiB of one frame; return it in parts",
                large.0
            ))),
        }
    }

    /// Answers with a failure, in place of what was begun.
    #[cold]
    pub(crate) fn failed(&mut self, failure: &Failure) {
        self.skipped(failure);
        // A failure may end the call, and with it what is queued behind.
        self.flush();
    }

    /// Answers for a task that is not run. Nobody waits for that, and there may be thousands.
    #[cold]
    pub(crate) fn skipped(&mut self, failure: &Failure) {
        self.scratch.clear();
        let mut body = Vec::new();
        failure.write(&mut body);
        self.control(Kind::Failed, &body);
    }

    /// Moves the frame in `scratch` to the outbox, or to the socket when it is large.
    #[inline]
    fn commit(&mut self) {
        if !self.page.push(&self.scratch) {
            self.commit_with_a_flush();
        }
        self.scratch.clear();
    }

    #[cold]
    fn commit_with_a_flush(&mut self) {
        self.flush();
        if self.scratch.len() > OUTBOX {
            let sent = send_all(&self.socket, &self.scratch);
            self.note(sent);
            self.page.sent(self.scratch.len());
            // One large answer must not pin its memory for the life of the worker.
            self.scratch = ByteSink::new();
        } else {
            // The outbox is empty now and the answer fits it.
            self.page.push(&self.scratch);
        }
    }

    /// Sends what waits.
    pub(crate) fn flush(&mut self) {
        let outbox = self.page.outbox();
        if !outbox.is_empty() {
            let sent = send_all(&self.socket, outbox);
            self.page.sent(0);
            self.note(sent);
        }
    }

    /// After a wait for input: the next task may be of any length.
    pub(super) fn waited(&mut self) {
        self.pace = Pace::new();
    }

    fn note(&mut self, sent: io::Result<()>) {
        if let Err(error) = sent {
            self.broken.get_or_insert(error);
        }
    }

    #[inline]
    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    pub(super) fn check(&mut self) -> io::Result<()> {
        self.broken.take().map_or(Ok(()), Err)
    }
}

fn send_all(socket: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::net::send(socket, bytes, SendFlags::NOSIGNAL) {
            Ok(sent) => bytes = &bytes[sent..],
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

/// Decides when answers have waited long enough, without asking the clock after every tiny task.
struct Pace {
    last: Instant,
    stride: u32,
    left: u32,
}

impl Pace {
    const LONGEST_STRIDE: u32 = 32;

    fn new() -> Self {
        Self { last: Instant::now(), stride: 1, left: 1 }
    }

    #[inline]
    fn is_due(&mut self) -> bool {
        self.left -= 1;
        self.left == 0 && self.ask_the_clock()
    }

    fn ask_the_clock(&mut self) -> bool {
        let now = Instant::now();
        let due = now.duration_since(self.last) >= LINGER;
        self.stride = if due { 1 } else { (self.stride * 2).min(Self::LONGEST_STRIDE) };
        self.left = self.stride;
        if due {
            self.last = now;
        }
        due
    }
}
