//! Frames on their way, and answers matched to the tasks that they answer.

use super::carrier::Carrier;
use super::sent_buffers::{SentBuffers, Teller};
use crate::error::{Error, Kind as ErrorKind};
use crate::shared_slice::Holder;
use crate::sys::{FdChannel, LeaseStates};
use crate::transfer::{EncodedValue, FrameSink, ImportedBuffers, Store};
use crate::wire::{FrameKind, FrameReader, Head, ProgramNumbers, Sequence, control};
use std::collections::VecDeque;
use std::sync::Arc;

/// A task that was sent and has no answer.
#[derive(Clone, Debug)]
pub(crate) struct Unanswered {
    pub(crate) call: u32,
    pub(crate) index: u64,
    pub(crate) input: EncodedValue,
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
pub(super) struct Span {
    pub(super) call: u32,
    pub(super) index: u64,
    pub(super) tasks: usize,
}

/// One worker's frames in both directions.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    pub(in crate::backend::process) frames: FrameReader,
    pub(in crate::backend::process) stage: Stage,
    /// The program that both sides name, if it is known by its content.
    pub(in crate::backend::process) program: Option<ProgramNumbers>,
    /// Frames, from before the first unanswered task on. Kept until answered: when it dies they go to another worker.
    pub(super) out: FrameSink,
    pub(super) sequence: Sequence,
    /// Up to where the frames in `out` were passed over as answered.
    pub(super) passed: usize,
    /// Tasks behind that which are answered too.
    pub(super) answered_ahead: usize,
    /// How far `out` went to the socket.
    pub(super) written: usize,
    pub(super) spans: VecDeque<Span>,
    /// The task that was acknowledged last.
    pub(super) last_answered: Option<(u32, u64)>,
    /// Tasks without an answer.
    pub(super) outstanding: usize,
    /// Tasks ever appended.
    pub(super) appended: u64,
    pub(super) shared_buffers: SentBuffers,
    /// Bytes of values that went out of band, since that was asked for.
    pub(super) out_of_band: u64,
    pub(super) store: Option<Arc<Store>>,
    pub(in crate::backend::process) imported: ImportedBuffers,
    /// Over which descriptors of shared memory go.
    pub(super) fd_channel: Option<Arc<FdChannel>>,
    pub(super) leases: Option<LeaseStates>,
    /// Gets regions to a worker on another machine.
    pub(super) carrier: Option<Arc<dyn Carrier>>,
    /// Tells the worker that a region is gone.
    pub(super) teller: Option<Arc<dyn Holder>>,
}

/// Answered tasks that may be left in `out` before they are passed over.
const LEFT: usize = 1024;

impl Connection {
    /// With a worker that shares memory with this process.
    pub(crate) fn new(store: Arc<Store>, fd_channel: Arc<FdChannel>, leases: LeaseStates) -> Self {
        Self {
            out: FrameSink::with_allocator(store.clone()),
            teller: Some(Arc::new(Teller(Arc::clone(&fd_channel)))),
            imported: ImportedBuffers::new(Some(Arc::clone(&fd_channel)), store.spare()),
            store: Some(store),
            fd_channel: Some(fd_channel),
            leases: Some(leases),
            ..Self::default()
        }
    }

    /// With a worker of that program on another machine. The memory of `Shared` values in its results comes over a
    /// channel of descriptors, before the frames that refer to it.
    #[cfg(feature = "_cluster")]
    pub(crate) fn remote(
        program: ProgramNumbers,
        carrier: Arc<dyn Carrier>,
        results: FdChannel,
        spare: Arc<crate::sys::SpareDescriptor>,
    ) -> Self {
        let imported = ImportedBuffers::new(Some(Arc::new(results)), spare);
        Self { program: Some(program), carrier: Some(carrier), imported, ..Self::default() }
    }

    /// The channel for descriptors to the worker, of a connection that is not used.
    #[cfg(feature = "_cluster")]
    pub(crate) fn into_fd_channel(self) -> Option<Arc<FdChannel>> {
        self.fd_channel
    }

    /// Whether the worker is on another machine.
    pub(in crate::backend::process) fn is_remote(&self) -> bool {
        self.carrier.is_some()
    }

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

    /// How much waits for the worker, in bytes of what is waited for at once.
    #[inline]
    pub(crate) fn backlog(&self) -> usize {
        if self.shared_buffers.is_enough() { usize::MAX } else { self.out.len() - self.written }
    }

    pub(super) fn answered(&self) -> u64 {
        self.appended - self.outstanding as u64
    }

    /// This number of further bytes was sent.
    pub(crate) fn wrote(&mut self, n: usize) {
        self.written += n;
        self.give_back();
    }

    /// Appends a frame that is no task.
    pub(crate) fn control(&mut self, kind: FrameKind, call: u32, body: &[u8]) {
        control(&mut self.out, kind, &mut self.sequence, call, body);
    }

    /// The first task without an answer, which the answer that came is to. Forgets it.
    pub(crate) fn acknowledge(&mut self) -> Result<(u32, u64), Error> {
        if self.written < self.out.len() && !self.is_first_written() {
            return Err(protocol("an answer to a task that was not sent"));
        }
        let Some(task) = self.next_task() else { return Err(protocol("an answer to no task")) };
        self.last_answered = Some(task);
        self.answered_ahead += 1;
        if self.outstanding == 0 || self.answered_ahead >= LEFT {
            self.give_back();
        }
        self.shared_buffers.answered(self.answered());
        Ok(task)
    }

    /// How many tasks after the one that was acknowledged last follow it in the same call, and were sent: their answers may
    /// be taken without a look at each.
    pub(crate) fn following(&self) -> usize {
        let all_sent = self.written == self.out.len();
        self.spans.front().filter(|_| all_sent).map_or(0, |span| span.tasks)
    }

    /// Acknowledges this number of the [`following`](Self::following) tasks.
    pub(crate) fn acknowledge_following(&mut self, tasks: usize) {
        if let Some(span) = self.spans.front_mut() {
            span.index = span.index.wrapping_add(tasks as u64);
            if tasks > 0 {
                self.last_answered = Some((span.call, span.index.wrapping_sub(1)));
            }
            span.tasks -= tasks;
            self.outstanding -= tasks;
            self.answered_ahead += tasks;
            self.give_back();
            self.shared_buffers.answered(self.answered());
        }
    }

    /// Counts the first unanswered task as answered.
    #[inline]
    pub(super) fn next_task(&mut self) -> Option<(u32, u64)> {
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

    /// Whether this task was sent, or is to be sent, and has no answer.
    pub(crate) fn is_unanswered(&self, (call, index): (u32, u64)) -> bool {
        self.spans.iter().any(|span| span.call == call && index.wrapping_sub(span.index) < span.tasks as u64)
    }

    /// The first task without an answer.
    pub(crate) fn first(&self) -> Option<(u32, u64)> {
        self.spans.iter().find(|span| span.tasks > 0).map(|span| (span.call, span.index))
    }

    #[cold]
    pub(super) fn is_first_written(&mut self) -> bool {
        match self.front() {
            Some(head) => self.written >= self.passed + head.total(),
            None => true,
        }
    }

    /// Passes over what is answered; gives the head of the first unanswered task, which then begins at `passed`.
    pub(super) fn front(&mut self) -> Option<Head> {
        // These are our own frames: whole and well-formed.
        while let Ok(Some(head)) = Head::read(&self.out[self.passed..]) {
            if matches!(head.kind, FrameKind::Run | FrameKind::Next | FrameKind::RunAt | FrameKind::NextAt) {
                if self.answered_ahead == 0 {
                    return Some(head);
                }
                self.answered_ahead -= 1;
            }
            self.passed += head.total();
        }
        None
    }

    /// Gives back the space of answered frames once it is worth a copy.
    fn give_back(&mut self) {
        if self.outstanding == 0 && self.written == self.out.len() {
            /// Keeps the buffer of a worker that got one large input from staying large.
            const KEEP: usize = 1 << 20;
            self.out.clear();
            self.out.shrink_to(KEEP);
            (self.passed, self.answered_ahead, self.written) = (0, 0, 0);
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

fn protocol(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}
