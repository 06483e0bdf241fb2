//! The parent's half of the protocol with one worker: frames on their way, and answers matched to them.
//!
//! Knows nothing of processes and sockets, so that it can be fed anything.

use crate::error::{Error, Kind as ErrorKind};
use crate::wire::{Frame, HEAD, Head, Inbox, Kind, Sequence, TooLarge, begin, begin_named, control, finish};
use std::collections::VecDeque;

/// A task that was sent and has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unanswered {
    pub(crate) call: u32,
    pub(crate) index: u64,
    pub(crate) input: Vec<u8>,
}

/// Consecutive inputs of one call that were sent and have no answer.
#[derive(Clone, Copy, Debug)]
struct Span {
    call: u32,
    index: u64,
    tasks: usize,
}

/// One worker's frames in both directions.
#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(super) inbox: Inbox,
    /// Frames, from before the first unanswered task on. Kept until answered: at a death they go elsewhere.
    out: Vec<u8>,
    sequence: Sequence,
    /// Up to where the frames in `out` were passed over as answered.
    passed: usize,
    /// Tasks behind that which are answered too.
    ahead: usize,
    /// How far `out` went to the socket.
    written: usize,
    /// Where the frame begins that was begun last.
    begun: usize,
    spans: VecDeque<Span>,
    /// Tasks without an answer.
    outstanding: usize,
}

/// Answered tasks that may be left in `out` before they are passed over.
const LEFT: usize = 1024;

impl Link {
    #[inline]
    pub(crate) fn outstanding(&self) -> usize {
        self.outstanding
    }

    /// Bytes that the socket has not taken yet.
    #[inline]
    pub(crate) fn unwritten(&self) -> &[u8] {
        &self.out[self.written..]
    }

    /// The socket took so many more.
    pub(crate) fn wrote(&mut self, n: usize) {
        self.written += n;
        self.give_back();
    }

    /// Appends a frame that is no task.
    pub(crate) fn control(&mut self, kind: Kind, call: u32, body: &[u8]) {
        control(&mut self.out, kind, &mut self.sequence, call, body);
    }

    /// Appends a task whose input `write` appends; nothing when that says so.
    ///
    /// # Errors
    /// When the input does not fit a frame.
    #[inline]
    pub(crate) fn task(
        &mut self,
        call: u32,
        index: u64,
        write: impl FnOnce(&mut Vec<u8>) -> bool,
    ) -> Result<bool, TooLarge> {
        // The last task may be answered: its span is kept for the one that follows it.
        let span = self.spans.back_mut();
        let span = span.filter(|span| span.call == call && span.index.checked_add(span.tasks as u64) == Some(index));
        let (kind, at) = match span {
            Some(_) => (Kind::Next, begin(&mut self.out)),
            None => (Kind::Run, begin_named(&mut self.out, call, index)),
        };
        self.begun = at;
        if !write(&mut self.out) {
            self.out.truncate(at);
            return Ok(false);
        }
        finish(&mut self.out, at, kind, &mut self.sequence)?;
        match span {
            Some(span) => span.tasks += 1,
            None => self.spans.push_back(Span { call, index, tasks: 1 }),
        }
        self.outstanding += 1;
        Ok(true)
    }

    /// Takes a frame back that was begun and not ended, since what was to write its input panicked.
    pub(crate) fn undo(&mut self) {
        self.out.truncate(self.begun);
    }

    /// The first task without an answer, which the answer that came is to. Forgets it.
    #[inline]
    pub(crate) fn acknowledge(&mut self) -> Result<(u32, u64), Error> {
        if self.written < self.out.len() && !self.is_first_written() {
            return Err(protocol("an answer to a task that was not sent"));
        }
        let Some(task) = self.next_task() else { return Err(protocol("an answer to no task")) };
        self.ahead += 1;
        if self.outstanding == 0 || self.ahead >= LEFT {
            self.give_back();
        }
        Ok(task)
    }

    /// Counts the first unanswered task as answered.
    #[inline]
    fn next_task(&mut self) -> Option<(u32, u64)> {
        loop {
            let is_last = self.spans.len() == 1;
            let span = self.spans.front_mut()?;
            if span.tasks > 0 {
                let task = (span.call, span.index);
                span.index += 1;
                span.tasks -= 1;
                self.outstanding -= 1;
                return Some(task);
            }
            if is_last {
                return None;
            }
            self.spans.pop_front();
        }
    }

    /// The first task without an answer.
    pub(crate) fn first(&self) -> Option<(u32, u64)> {
        self.spans.iter().find(|span| span.tasks > 0).map(|span| (span.call, span.index))
    }

    #[cold]
    fn is_first_written(&mut self) -> bool {
        match self.front() {
            Some(head) => self.written >= self.passed + head.total(),
            None => true,
        }
    }

    /// Passes over what is answered; gives the head of the first unanswered task, which then begins at `passed`.
    fn front(&mut self) -> Option<Head> {
        // These are our own frames: whole and well-formed.
        while let Ok(Some(head)) = Head::read(&self.out[self.passed..]) {
            if matches!(head.kind, Kind::Run | Kind::Next) {
                if self.ahead == 0 {
                    return Some(head);
                }
                self.ahead -= 1;
            }
            self.passed += head.total();
        }
        None
    }

    /// Takes the first task without an answer back, of a worker that will not give one.
    pub(crate) fn take_back(&mut self) -> Option<Unanswered> {
        let head = self.front()?;
        let (call, index) = self.next_task()?;
        let rest = &self.out[self.passed + HEAD..self.passed + head.total()];
        let input = Frame::of(&head, rest).body.to_vec();
        // Without giving space back: what was never written counts too.
        self.passed += head.total();
        Some(Unanswered { call, index, input })
    }

    /// Gives back the space of answered frames once it is worth a copy.
    fn give_back(&mut self) {
        if self.outstanding == 0 && self.written == self.out.len() {
            /// Keeps the buffer of a worker that got one large input from staying large.
            const KEEP: usize = 1 << 20;
            self.out.clear();
            self.out.shrink_to(KEEP);
            (self.passed, self.ahead, self.written) = (0, 0, 0);
            return;
        }
        self.front();
        let sent = self.passed.min(self.written);
        if sent > 64 * 1024 && sent > self.out.len() / 2 {
            self.out.drain(..sent);
            self.written -= sent;
            self.passed -= sent;
        }
    }
}

fn protocol(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}
