//! One worker process, seen from the parent.

mod end;

use super::pace::Pace;
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::sys::{Command, Page};
use crate::wire::{Header, Hello, Inbox, Kind, Received, control};
use rustix::net::{AddressFamily, SendFlags, SocketFlags, SocketType, socketpair};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::Pid;
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

/// How long a closed worker may take to end by itself before it is killed.
const ORDERLY_END: Duration = Duration::from_secs(2);
/// The same for one that closed its channel; the kernel does that a moment before the process is gone.
const AFTER_HANG_UP: Duration = Duration::from_millis(500);

/// A worker with its channel. Dropping it ends the process and collects its status.
#[derive(Debug)]
pub(crate) struct Member {
    pid: Pid,
    socket: OwnedFd,
    /// Closed by the kernel when this process ends, which ends the worker. Dropped after its end.
    _lifeline: OwnedFd,
    page: Page,
    inbox: Inbox,
    /// Frames from the first unanswered one on. Kept until answered: at a death they go elsewhere.
    out: Vec<u8>,
    /// Where the first unanswered frame begins in `out`.
    answered: usize,
    /// How far `out` went to the socket.
    written: usize,
    received: u64,
    outstanding: usize,
    /// Tasks ever sent.
    sent: u64,
    pub(crate) calls: Vec<u32>,
    pub(crate) pace: Pace,
    pub(crate) greeted: bool,
    pub(crate) tasks_left: Option<u64>,
    started: Instant,
    ended: bool,
}

/// What a dead worker leaves behind.
pub(crate) struct Remains {
    pub(crate) pid: u32,
    pub(crate) exit: Exit,
    /// The task that was running, if it was one that had no answer.
    pub(crate) running: Option<(u32, u64)>,
    /// Whole `RUN` frames that were not begun.
    pub(crate) unstarted: VecDeque<Vec<u8>>,
}

impl Member {
    /// Starts a process and greets it; the answer is awaited by whoever uses it first.
    pub(crate) fn start(command: &Command, tasks: u64) -> io::Result<Self> {
        let (socket, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        let (page, page_fd) = Page::create()?;
        let (held, lifeline) = pipe_with(PipeFlags::CLOEXEC)?;
        let pid = command.spawn(theirs, page_fd, held)?;
        let mut body = Vec::new();
        Hello::own(tasks).write(&mut body);
        let mut out = Vec::new();
        control(&mut out, Kind::Hello, 0, 0, &body);
        Ok(Self {
            pid,
            socket,
            _lifeline: lifeline,
            page,
            inbox: Inbox::default(),
            out,
            answered: 0,
            written: 0,
            received: 0,
            outstanding: 0,
            sent: 0,
            calls: Vec::new(),
            pace: Pace::default(),
            greeted: false,
            tasks_left: (tasks > 0).then_some(tasks),
            started: Instant::now(),
            ended: false,
        })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    pub(crate) fn socket(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether it should have greeted by now.
    pub(crate) fn is_late(&self, greeting: Duration) -> bool {
        !self.greeted && self.age() > greeting
    }

    #[inline]
    pub(crate) fn outstanding(&self) -> usize {
        self.outstanding
    }

    /// The frames on their way, to append to.
    #[inline]
    pub(crate) fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// Bytes that the socket has not taken yet.
    #[inline]
    pub(crate) fn unwritten(&self) -> usize {
        self.out.len() - self.written
    }

    /// Counts a `RUN` frame that was appended to [`out`](Self::out).
    #[inline]
    pub(crate) fn task_added(&mut self) {
        if self.outstanding == 0 {
            self.pace.busy();
        }
        self.outstanding += 1;
        self.sent += 1;
        if let Some(left) = &mut self.tasks_left {
            *left = left.saturating_sub(1);
        }
    }

    /// Whether it may be given more tasks, now or later.
    #[inline]
    pub(crate) fn is_spent(&self) -> bool {
        self.tasks_left == Some(0)
    }

    /// Lets the worker skip what it has not begun.
    pub(crate) fn cancel(&self) {
        self.page.cancel(self.sent);
    }

    /// Writes what the socket takes now. An error means the worker is gone; reading tells the rest.
    pub(crate) fn write(&mut self) -> u64 {
        let mut sent_now = 0;
        while self.written < self.out.len() {
            let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
            match rustix::net::send(&self.socket, &self.out[self.written..], flags) {
                Ok(sent) => {
                    self.written += sent;
                    sent_now += sent as u64;
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => break,
            }
        }
        sent_now
    }

    /// Reads what is there now.
    pub(crate) fn read(&mut self) -> io::Result<Received> {
        let received = self.inbox.receive(self.socket.as_fd(), false)?;
        if let Received::Bytes(n) = received {
            self.received += n as u64;
        }
        Ok(received)
    }

    /// The next whole frame that arrived. The caller hands the inbox back.
    pub(crate) fn take_inbox(&mut self) -> Inbox {
        std::mem::take(&mut self.inbox)
    }

    pub(crate) fn put_inbox(&mut self, inbox: Inbox) {
        self.inbox = inbox;
    }

    /// Checks that an answer is for the first unanswered task, and forgets that task.
    #[inline]
    pub(crate) fn acknowledge(&mut self, answer: &Header) -> Result<(), Error> {
        match self.front() {
            Some(expected) if (expected.call, expected.index) == (answer.call, answer.index) => {
                self.forget(expected.total());
                Ok(())
            }
            Some(_) => Err(protocol("an answer out of order")),
            None => Err(protocol("an answer to no task")),
        }
    }

    /// The first unanswered `RUN` frame; frames before it that have no answer are passed over.
    #[inline]
    fn front(&mut self) -> Option<Header> {
        while let Ok(Some(header)) = Header::read(&self.out[self.answered..]) {
            if header.kind == Kind::Run {
                return Some(header);
            }
            self.answered += header.total();
        }
        None
    }

    fn pop(&mut self) -> Option<Vec<u8>> {
        let total = self.front()?.total();
        let frame = self.out[self.answered..self.answered + total].to_vec();
        // Without giving space back: the worker is dead, and what was never written counts too.
        self.answered += total;
        self.outstanding -= 1;
        Some(frame)
    }

    #[inline]
    fn forget(&mut self, total: usize) {
        self.answered += total;
        self.outstanding -= 1;
        self.compact();
    }

    /// Gives back the space of answered frames once it is worth a copy.
    #[inline]
    fn compact(&mut self) {
        /// Keeps the buffer of a worker that got one large input from staying large.
        const KEEP: usize = 1 << 20;
        if self.answered == self.out.len() && self.written == self.out.len() {
            self.out.clear();
            self.out.shrink_to(KEEP);
        } else if self.answered > 64 * 1024 && self.answered > self.out.len() / 2 {
            self.out.drain(..self.answered);
            self.written -= self.answered;
            self.answered = 0;
            return;
        } else {
            return;
        }
        self.answered = 0;
        self.written = 0;
    }

    /// Sorts out a dead or condemned worker: collects its status, its unsent answers and its queue.
    /// `settle` gets each answer that made it out.
    pub(crate) fn bury(mut self, mut settle: impl FnMut(&mut Self, &mut Inbox)) -> Remains {
        let exit = self.collect(AFTER_HANG_UP);
        // The socket is read to its end by now; what is left is in the page.
        let unsent = self.page.unsent(self.received).to_vec();
        let mut inbox = self.take_inbox();
        inbox.extend(&unsent);
        settle(&mut self, &mut inbox);
        let mut unstarted = VecDeque::new();
        let mut running = self.page.running();
        let front = self.front().map(|header| (header.call, header.index));
        if running.is_some() && running == front {
            self.pop();
        } else {
            // It died after the answer, or between tasks: no task is to blame.
            running = None;
        }
        while let Some(frame) = self.pop() {
            unstarted.push_back(frame);
        }
        Remains { pid: self.pid(), exit, running, unstarted }
    }
}

fn protocol(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}
