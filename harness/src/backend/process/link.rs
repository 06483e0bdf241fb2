//! The parent's half of the protocol with one worker: frames on their way, and answers matched to them.
//!
//! Knows nothing of processes and sockets, so that it can be fed anything.

use crate::error::{Error, Kind as ErrorKind};
use crate::format::ByteSink;
use crate::wire::{Frame, HEAD, Head, Inbox, Kind, Sequence, TooLarge, begin, begin_named, control, finish};
use std::collections::VecDeque;

/// A task that was sent and has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unanswered {
    pub(crate) call: u32,
    pub(crate) index: u64,
    pub(crate) input: Vec<u8>,
}

/// How far a new worker has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Started; it has not said that it serves.
    #[default]
    Starting,
    /// It runs the initializer.
    Initializing,
    Ready,
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
    pub(super) stage: Stage,
    /// Frames, from before the first unanswered task on. Kept until answered: at a death they go elsewhere.
    out: ByteSink,
    sequence: Sequence,
    /// Up to where the frames in `out` were passed over as answered.
    passed: usize,
    /// Tasks behind that which are answered too.
    ahead: usize,
    /// How far `out` went to the socket.
    written: usize,
    spans: VecDeque<Span>,
    /// Tasks without an answer.
    outstanding: usize,
}

/// Answered tasks that may be left in `out` before they are passed over.
const LEFT: usize = 1024;

impl Link {
    #[inline]
    pub(crate) fn is_ready(&self) -> bool {
        self.stage == Stage::Ready
    }

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

    /// Appends one task with this input.
    ///
    /// # Errors
    /// When the input does not fit a frame.
    pub(crate) fn task(&mut self, call: u32, index: u64, input: &[u8]) -> Result<(), TooLarge> {
        let mut run = self.run(call, index);
        run.begin().extend_from_slice(input);
        run.finish()
    }

    /// Appends consecutive tasks of a call.
    #[inline]
    pub(crate) fn run(&mut self, call: u32, index: u64) -> Run<'_> {
        // The last task may be answered: its span is kept for the one that follows it.
        // Index 0 follows nothing, not the highest index either.
        let follows = self.spans.back().is_some_and(|span| {
            span.call == call && index > 0 && span.index.wrapping_add(span.tasks as u64) == index
        });
        if !follows {
            self.spans.push_back(Span { call, index, tasks: 0 });
        }
        let kind = if follows { Kind::Next } else { Kind::Run };
        Run { call, index, kind, at: self.out.len(), tasks: 0, link: self }
    }

    /// The first task without an answer, which the answer that came is to. Forgets it.
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

    /// How many tasks after the one that was acknowledged last follow it in the same call, and were sent: their answers may
    /// be taken without a look at each.
    pub(crate) fn following(&self) -> usize {
        let all_sent = self.written == self.out.len();
        self.spans.front().filter(|_| all_sent).map_or(0, |span| span.tasks)
    }

    /// Acknowledges so many of those that are [`following`](Self::following).
    pub(crate) fn acknowledge_following(&mut self, tasks: usize) {
        if let Some(span) = self.spans.front_mut() {
            span.index = span.index.wrapping_add(tasks as u64);
            span.tasks -= tasks;
            self.outstanding -= tasks;
            self.ahead += tasks;
            self.give_back();
        }
    }

    /// Counts the first unanswered task as answered.
    #[inline]
    fn next_task(&mut self) -> Option<(u32, u64)> {
        let span = match self.spans.front_mut() {
            Some(span) if span.tasks > 0 => span,
            _ => self.next_span()?,
        };
        let task = (span.call, span.index);
        span.index = span.index.wrapping_add(1);
        span.tasks -= 1;
        self.outstanding -= 1;
        Some(task)
    }

    /// The first span that has a task; those before it are forgotten, but for the last of all.
    #[inline(never)]
    fn next_span(&mut self) -> Option<&mut Span> {
        while self.spans.len() > 1 && self.spans.front().is_some_and(|span| span.tasks == 0) {
            self.spans.pop_front();
        }
        self.spans.front_mut().filter(|span| span.tasks > 0)
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

    /// Takes back what the worker may have begun, when it runs this task or none.
    pub(crate) fn take_back_begun(&mut self, running: Option<(u32, u64)>) -> Vec<Unanswered> {
        let mut begun = Vec::new();
        while let Some(task) = self.first().filter(|_| self.is_first_written()) {
            begun.extend(self.take_back());
            if Some(task) == running {
                break;
            }
        }
        begun
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
            self.out.drop_front(sent);
            self.written -= sent;
            self.passed -= sent;
        }
    }
}

/// Consecutive tasks on their way into a link. What was begun and not finished is taken back.
pub(crate) struct Run<'a> {
    link: &'a mut Link,
    call: u32,
    /// Of the task that comes next.
    index: u64,
    kind: Kind,
    /// Where the frame begins that was begun last.
    at: usize,
    tasks: usize,
}

impl Run<'_> {
    /// Bytes that the socket has not taken yet.
    #[inline]
    pub(crate) fn unwritten(&self) -> usize {
        self.link.out.len() - self.link.written
    }

    /// Begins the next task; its input is appended to what this gives.
    #[inline]
    pub(crate) fn begin(&mut self) -> &mut ByteSink {
        let out = &mut self.link.out;
        self.at = match self.kind {
            Kind::Run => begin_named(out, self.call, self.index),
            _ => begin(out),
        };
        out
    }

    /// Ends the task that was begun.
    #[inline]
    pub(crate) fn finish(&mut self) -> Result<(), TooLarge> {
        let finished = finish(&mut self.link.out, self.at, self.kind, &mut self.link.sequence);
        if finished.is_ok() {
            self.at = self.link.out.len();
            self.kind = Kind::Next;
            self.tasks += 1;
            self.index = self.index.wrapping_add(1);
        } else {
            self.skip();
        }
        finished
    }

    /// Takes back what was begun: that task is not sent, and the next one does not follow the last.
    #[cold]
    pub(crate) fn skip(&mut self) {
        self.close();
        self.index = self.index.wrapping_add(1);
        if self.kind == Kind::Run {
            // Nothing has followed the span that was opened last.
            self.link.spans.pop_back();
        }
        self.kind = Kind::Run;
        self.link.spans.push_back(Span { call: self.call, index: self.index, tasks: 0 });
    }

    /// Tasks appended since the last time.
    fn close(&mut self) {
        self.link.out.truncate(self.at);
        let tasks = std::mem::take(&mut self.tasks);
        if let Some(span) = self.link.spans.back_mut() {
            span.tasks += tasks;
        }
        self.link.outstanding += tasks;
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.close();
        // A span that got no task must not be taken for one that the next could follow.
        if self.kind == Kind::Run {
            self.link.spans.pop_back();
        }
    }
}

fn protocol(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}
