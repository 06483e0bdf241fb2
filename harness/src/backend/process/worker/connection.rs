//! The parent's half of the protocol with one worker: frames on their way, and answers matched to them.
//!
//! Knows nothing of processes and sockets, so that it can be fed anything.

mod run;
mod sent_buffers;
mod unsent;

use crate::error::{Error, Kind as ErrorKind};
use crate::shared_slice::{Holder, Region};
use crate::sys::{FdChannel, LeaseStates};
use crate::transfer::{
    BufferLease, EncodedValue, FrameSink, ImportedBuffers, Payload, SharedBuffer, Store, slot_of,
};
use crate::wire::{
    BufferKind, BufferRef, Frame, FrameKind, FrameReader, HEAD, Head, MAX_BODY, Sequence, ShareBuffer,
    TooLarge, control,
};
pub(crate) use run::Run;
use sent_buffers::{SentBuffers, Teller};
use std::collections::VecDeque;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
pub(crate) use unsent::Unsent;

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
struct Span {
    call: u32,
    index: u64,
    tasks: usize,
}

/// One worker's frames in both directions.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    pub(in crate::backend::process) frames: FrameReader,
    pub(in crate::backend::process) stage: Stage,
    /// Frames, from before the first unanswered task on. Kept until answered: when it dies they go to another worker.
    out: FrameSink,
    sequence: Sequence,
    /// Up to where the frames in `out` were passed over as answered.
    passed: usize,
    /// Tasks behind that which are answered too.
    answered_ahead: usize,
    /// How far `out` went to the socket.
    written: usize,
    spans: VecDeque<Span>,
    /// Tasks without an answer.
    outstanding: usize,
    /// Tasks ever appended.
    appended: u64,
    shared_buffers: SentBuffers,
    /// Bytes of values that went out of band, since that was asked for.
    out_of_band: u64,
    store: Option<Arc<Store>>,
    pub(in crate::backend::process) imported: ImportedBuffers,
    /// Over which descriptors of shared memory go.
    fd_channel: Option<Arc<FdChannel>>,
    leases: Option<LeaseStates>,
    /// Tells the worker that a region is gone.
    teller: Option<Arc<dyn Holder>>,
}

/// Answered tasks that may be left in `out` before they are passed over.
const LEFT: usize = 1024;

impl Connection {
    /// With a worker that shares memory with this process.
    pub(crate) fn new(store: Arc<Store>, fd_channel: Arc<FdChannel>, leases: LeaseStates) -> Self {
        Self {
            out: FrameSink::with_allocator(store.clone()),
            store: Some(store),
            teller: Some(Arc::new(Teller(Arc::clone(&fd_channel)))),
            imported: ImportedBuffers::new(Some(Arc::clone(&fd_channel))),
            fd_channel: Some(fd_channel),
            leases: Some(leases),
            ..Self::default()
        }
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

    /// What to wait for until more descriptors can be sent, if some are to be.
    pub(crate) fn descriptors_wait_on(&self) -> Option<BorrowedFd<'_>> {
        let fd_channel = self.fd_channel.as_ref().filter(|_| self.shared_buffers.has_unsent_descriptors())?;
        Some(fd_channel.socket())
    }

    /// Sends descriptors as far as there is room.
    pub(crate) fn send_descriptors(&mut self) {
        if let Some(fd_channel) = &self.fd_channel {
            self.shared_buffers.send(fd_channel);
        }
    }

    /// Bytes of values that went out of band since the last time.
    pub(crate) fn take_out_of_band(&mut self) -> u64 {
        std::mem::take(&mut self.out_of_band)
    }

    /// Has the worker forget what is gone on this side.
    pub(crate) fn forget_dropped(&mut self) {
        for number in self.shared_buffers.take_dropped() {
            self.control(FrameKind::Forget, 0, &number.to_le_bytes());
        }
    }

    /// What the task after the answered ones was sent with is to be handed over again if it is needed again.
    pub(crate) fn share_again(&mut self) {
        let answered = self.answered();
        let (shared_buffer, regions) = self.shared_buffers.input_after(answered);
        let numbers = shared_buffer.iter().map(|shared_buffer| shared_buffer.buffer_ref().number);
        for number in numbers.chain(regions.iter().map(|region| region.id())) {
            self.shared_buffers.share_again(number);
        }
    }

    fn answered(&self) -> u64 {
        self.appended - self.outstanding as u64
    }

    /// A result that is in memory of the worker.
    ///
    /// # Errors
    /// The message of why it cannot be had.
    pub(crate) fn borrow(&mut self, buffer: BufferRef) -> Result<BufferLease, String> {
        let leases = self.leases.as_ref().ok_or("a large result from a worker that shares no memory")?;
        let lease = leases
            .take(slot_of(buffer.number))
            .ok_or("a large result in a buffer that the worker has not sent")?;
        match self.imported.find(buffer) {
            Ok((memory, len)) => Ok(BufferLease::new(memory, len, buffer.number, lease)),
            Err(message) => {
                // The worker makes another one.
                self.imported.forget(buffer.number);
                lease.keep();
                Err(message)
            }
        }
    }

    /// Appends the task and the captures of a call, where they are not in the frame.
    pub(crate) fn load(&mut self, call: u32, load: &EncodedValue) -> Result<(), Unsent> {
        self.share_regions(&load.regions)?;
        match &load.body {
            Payload::Inline(bytes) if bytes.len() > MAX_BODY => {
                return Err(Unsent::TooLarge(TooLarge(bytes.len())));
            }
            Payload::Inline(bytes) => self.control(FrameKind::Load, call, bytes),
            Payload::OutOfBand(shared_buffer) => {
                self.lend(shared_buffer)?;
                self.control(FrameKind::LoadAt, call, &shared_buffer.buffer_ref().write());
                self.out_of_band += shared_buffer.len() as u64;
            }
        }
        Ok(())
    }

    /// Has the worker forget a call; what was loaded for it is kept until it cannot be read any more.
    pub(crate) fn unload(&mut self, call: u32, load: &EncodedValue) {
        self.control(FrameKind::Unload, call, &[]);
        let shared_buffer = match &load.body {
            Payload::Inline(_) => None,
            Payload::OutOfBand(shared_buffer) => Some(Arc::clone(shared_buffer)),
        };
        self.shared_buffers.hold(shared_buffer, load.regions.clone(), self.appended, false);
        self.shared_buffers.answered(self.answered());
    }

    fn share_regions(&mut self, regions: &[Arc<Region>]) -> Result<(), Unsent> {
        let Some(teller) = self.teller.clone() else { return Ok(()) };
        for region in regions {
            if self.shared_buffers.hand_region(region, &teller).map_err(Unsent::NoHandle)? {
                let share_buffer = ShareBuffer { number: region.id(), kind: BufferKind::Region };
                self.control(FrameKind::ShareBuffer, 0, &share_buffer.write());
            }
        }
        Ok(())
    }

    fn lend(&mut self, shared_buffer: &SharedBuffer) -> Result<(), Unsent> {
        let Some(memory) = shared_buffer.memory() else { return Ok(()) };
        if self.shared_buffers.hand(shared_buffer).map_err(Unsent::NoHandle)? {
            let share_buffer = ShareBuffer { number: memory.number, kind: memory.kind() };
            self.control(FrameKind::ShareBuffer, 0, &share_buffer.write());
        }
        Ok(())
    }

    /// The socket took so many more.
    pub(crate) fn wrote(&mut self, n: usize) {
        self.written += n;
        self.give_back();
    }

    /// Appends a frame that is no task.
    pub(crate) fn control(&mut self, kind: FrameKind, call: u32, body: &[u8]) {
        control(&mut self.out, kind, &mut self.sequence, call, body);
    }

    /// Appends one task with this input.
    ///
    /// # Errors
    /// When the input does not fit a frame.
    pub(crate) fn task(&mut self, call: u32, index: u64, input: &EncodedValue) -> Result<(), Unsent> {
        let mut run = self.run(call, index);
        let regions = input.regions.clone();
        match &input.body {
            Payload::Inline(bytes) => {
                run.begin().extend_from_slice(bytes);
                run.finish_with(regions)
            }
            Payload::OutOfBand(shared_buffer) => {
                run.begin();
                run.finish_at(Arc::clone(shared_buffer), regions)
            }
        }
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
        let kind = if follows { FrameKind::Next } else { FrameKind::Run };
        Run { call, index, kind, at: self.out.len(), tasks: 0, connection: self }
    }

    /// The first task without an answer, which the answer that came is to. Forgets it.
    pub(crate) fn acknowledge(&mut self) -> Result<(u32, u64), Error> {
        if self.written < self.out.len() && !self.is_first_written() {
            return Err(protocol("an answer to a task that was not sent"));
        }
        let Some(task) = self.next_task() else { return Err(protocol("an answer to no task")) };
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

    /// Acknowledges so many of those that are [`following`](Self::following).
    pub(crate) fn acknowledge_following(&mut self, tasks: usize) {
        if let Some(span) = self.spans.front_mut() {
            span.index = span.index.wrapping_add(tasks as u64);
            span.tasks -= tasks;
            self.outstanding -= tasks;
            self.answered_ahead += tasks;
            self.give_back();
            self.shared_buffers.answered(self.answered());
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

    /// Whether this task was sent, or is to be sent, and has no answer.
    pub(crate) fn is_unanswered(&self, (call, index): (u32, u64)) -> bool {
        self.spans.iter().any(|span| span.call == call && index.wrapping_sub(span.index) < span.tasks as u64)
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

    /// Takes the first task without an answer back, of a worker that will not give one.
    pub(crate) fn take_back(&mut self) -> Option<Unanswered> {
        let head = self.front()?;
        let answered = self.answered();
        let (call, index) = self.next_task()?;
        let (shared_buffer, regions) = self.shared_buffers.input_after(answered);
        let body = shared_buffer.map_or_else(
            || {
                let rest = &self.out[self.passed + HEAD..self.passed + head.total()];
                Payload::Inline(Frame::of(&head, rest).body.to_vec())
            },
            Payload::OutOfBand,
        );
        let input = EncodedValue { body, regions };
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
