//! The parent's half of the protocol with one worker: frames on their way, and answers matched to them.
//!
//! Knows nothing of processes and sockets, so that it can be fed anything.

use crate::error::{Error, Kind as ErrorKind};
use crate::wire::{Frame, HEAD, Head, Inbox, Kind, Sequence, TooLarge, begin, begin_named, control, finish};

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

/// One worker's frames in both directions.
#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(super) inbox: Inbox,
    pub(super) stage: Stage,
    /// Frames from the first unanswered one on. Kept until answered: at a death they go elsewhere.
    out: Vec<u8>,
    sequence: Sequence,
    /// Where the first unanswered frame begins in `out`.
    answered: usize,
    /// How far `out` went to the socket.
    written: usize,
    /// The task before the first unanswered one, which a `NEXT` frame counts on from.
    before: (u32, u64),
    /// The task that was appended last, likewise.
    last: Option<(u32, u64)>,
    /// Tasks without an answer.
    outstanding: usize,
}

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
        self.compact();
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
        let follows =
            self.last.is_some_and(|(of, before)| of == call && before.checked_add(1) == Some(index));
        let (kind, at) = if follows {
            (Kind::Next, begin(&mut self.out))
        } else {
            (Kind::Run, begin_named(&mut self.out, call, index))
        };
        if !write(&mut self.out) {
            self.out.truncate(at);
            return Ok(false);
        }
        finish(&mut self.out, at, kind, &mut self.sequence)?;
        self.last = Some((call, index));
        self.outstanding += 1;
        Ok(true)
    }

    /// The first task without an answer, which the answer that came is to. Forgets it.
    #[inline]
    pub(crate) fn acknowledge(&mut self) -> Result<(u32, u64), Error> {
        let Some((task, total)) = self.front() else {
            return Err(Error::new(ErrorKind::Protocol("an answer to no task".to_owned())));
        };
        if self.written < self.answered + total {
            return Err(Error::new(ErrorKind::Protocol("an answer to a task that was not sent".to_owned())));
        }
        self.step_over(task, total);
        self.compact();
        Ok(task)
    }

    /// The first unanswered task and the length of its frame; other frames before it are passed over.
    #[inline]
    fn front(&mut self) -> Option<((u32, u64), usize)> {
        // These are our own frames: whole and well-formed.
        while let Ok(Some(head)) = Head::read(&self.out[self.answered..]) {
            match head.kind {
                Kind::Next => return Some(((self.before.0, self.before.1 + 1), head.total())),
                Kind::Run => {
                    let frame = Frame::of(&head, &self.out[self.answered + HEAD..]);
                    return Some(((frame.call, frame.index), head.total()));
                }
                _ => self.answered += head.total(),
            }
        }
        None
    }

    /// The first task without an answer.
    pub(crate) fn first(&mut self) -> Option<(u32, u64)> {
        self.front().map(|(task, _)| task)
    }

    #[inline]
    fn step_over(&mut self, task: (u32, u64), total: usize) {
        self.before = task;
        self.answered += total;
        self.outstanding -= 1;
    }

    /// Takes the first task without an answer back, of a worker that will not give one.
    pub(crate) fn take_back(&mut self) -> Option<Unanswered> {
        let (task, total) = self.front()?;
        let head = Head::read(&self.out[self.answered..]).ok()??;
        let frame = Frame::of(&head, &self.out[self.answered + HEAD..self.answered + total]);
        let input = frame.body.to_vec();
        // Without giving space back: what was never written counts too.
        self.step_over(task, total);
        Some(Unanswered { call: task.0, index: task.1, input })
    }

    /// Gives back the space of answered frames once it is worth a copy.
    #[inline]
    fn compact(&mut self) {
        let sent = self.answered.min(self.written);
        if sent == self.out.len() {
            self.clear();
        } else if sent > 64 * 1024 && sent > self.out.len() / 2 {
            self.out.drain(..sent);
            self.written -= sent;
            self.answered -= sent;
        }
    }

    fn clear(&mut self) {
        /// Keeps the buffer of a worker that got one large input from staying large.
        const KEEP: usize = 1 << 20;
        self.out.clear();
        self.out.shrink_to(KEEP);
        self.answered = 0;
        self.written = 0;
    }
}
