//! Responses on their way out: collected in the control block, sent a few at a time.

use crate::shared_slice::Region;
use crate::sys::{FdChannel, PENDING, PhaseTotals, WorkerControl, nanos};
use crate::transfer::{Destination, FrameSink, NumberedBuffer, ResultBuffers, no_space_for, too_large_for};
use crate::wire::{
    BufferKind, BufferRef, Failure, Kind, Sequence, ShareBuffer, TransferPolicy, begin, control, finish,
    is_large, send_all,
};
use std::collections::HashSet;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Answers of one call wait about this long for company, or for the task that is running.
const LINGER: Duration = Duration::from_micros(100);

pub(crate) struct ResponseWriter {
    socket: OwnedFd,
    /// Holds the pending responses.
    control: WorkerControl,
    /// The frame that is being written.
    scratch: FrameSink,
    /// A frame that goes before it.
    before: FrameSink,
    /// Memories for large results, once the parent has said that there are any.
    loans: Option<Arc<ResultBuffers>>,
    /// Whether the next large result may have to wait for one that the parent has.
    may_wait: bool,
    /// Those of them that the parent has mapped.
    known: HashSet<u64>,
    /// Over which their descriptors go.
    handles: Option<Arc<FdChannel>>,
    sequence: Sequence,
    pace: FlushTimer,
    /// Whether the time is written down.
    traced: bool,
    /// Whether tasks ran since memory was given back.
    ran: bool,
    /// What became of the channel, if it broke.
    broken: Option<io::Error>,
}

impl ResponseWriter {
    pub(super) fn new(socket: OwnedFd, control: WorkerControl, handles: Option<Arc<FdChannel>>) -> Self {
        Self {
            socket,
            control,
            scratch: FrameSink::new(),
            before: FrameSink::new(),
            loans: None,
            may_wait: false,
            known: HashSet::new(),
            handles,
            sequence: Sequence::default(),
            pace: FlushTimer::new(),
            traced: false,
            ran: false,
            broken: None,
        }
    }

    pub(super) fn socket(&self) -> &OwnedFd {
        &self.socket
    }

    pub(super) fn block(&self) -> &WorkerControl {
        &self.control
    }

    pub(super) fn control(&mut self, kind: Kind, body: &[u8]) {
        control(&mut self.before, kind, &mut self.sequence, 0, body);
        let frame = std::mem::take(&mut self.before);
        if !self.control.push(&frame) {
            self.commit_with_a_flush(&frame);
        }
        self.before = frame;
        self.before.clear();
    }

    /// Large results take this way.
    pub(super) fn route(&mut self, policy: TransferPolicy) {
        if self.handles.is_some() {
            let loans = Arc::new(ResultBuffers::new(policy, self.control.leases()));
            self.scratch = FrameSink::with_space(loans.clone());
            self.loans = Some(loans);
        }
    }

    /// Gives memory back that no result needed for a while.
    pub(super) fn drop_free(&mut self) {
        if let Some(loans) = &self.loans {
            loans.drop_free();
            self.ran = false;
            self.tell_dropped();
            self.flush();
        }
    }

    /// Whether there is such memory, or may be in the allocator.
    pub(super) fn has_memory(&self) -> bool {
        self.loans.as_ref().is_some_and(|loans| !loans.is_empty() || (self.ran && loans.keeps_freed()))
    }

    /// How long the result at hand waited for memory, in nanoseconds.
    pub(super) fn take_waited(&self) -> u64 {
        self.loans.as_ref().map_or(0, |loans| loans.take_waited())
    }

    fn tell_dropped(&mut self) {
        let dropped = self.loans.as_ref().map(|loans| loans.take_dropped()).unwrap_or_default();
        for number in dropped {
            if self.known.remove(&number) {
                self.control(Kind::Forget, &number.to_le_bytes());
            }
        }
    }

    /// Tasks are about to run: looks whether the parent wants to know where the time goes.
    pub(super) fn note_tracing(&mut self) {
        self.ran = true;
        self.traced = self.control.is_traced();
    }

    #[inline]
    pub(crate) fn is_traced(&self) -> bool {
        self.traced
    }

    /// Starts the answer to the task at hand. Its result is appended to what this gives.
    #[inline]
    pub(crate) fn begin(&mut self) -> &mut FrameSink {
        if self.may_wait {
            self.flush_before_wait();
        }
        self.scratch.clear();
        begin(&mut self.scratch);
        &mut self.scratch
    }

    /// The result at hand may wait for memory as long as the parent likes: what is pending must not wait with it.
    #[cold]
    fn flush_before_wait(&mut self) {
        self.may_wait = self.loans.as_ref().is_some_and(|loans| loans.may_wait());
        if self.may_wait {
            self.flush();
        }
    }

    /// Ends the answer that was begun.
    #[inline]
    pub(crate) fn done(&mut self) {
        if is_large(&self.scratch, 0) {
            return self.done_large();
        }
        self.end(Kind::Done);
    }

    /// As [`done`](Self::done), of a result that speaks of these regions.
    #[cold]
    pub(crate) fn done_with(&mut self, regions: &[Arc<Region>]) {
        for region in regions {
            // Each time anew: the parent may have forgotten it since.
            self.hand(region.file(), ShareBuffer { memory: region.id(), lent: BufferKind::Region });
        }
        self.done();
    }

    /// Hands a descriptor to the parent, with the frame that says so.
    fn hand(&mut self, file: BorrowedFd<'_>, share_buffer: ShareBuffer) {
        let Some(handles) = self.handles.clone() else { return };
        let sent = handles.send(share_buffer.memory, file, false).and_then(|taken| {
            if taken {
                return Ok(true);
            }
            // The parent takes descriptors as it reads of them: what says so must not wait here.
            self.flush();
            handles.send(share_buffer.memory, file, true)
        });
        self.note(sent.map(drop));
        self.control(Kind::ShareBuffer, &share_buffer.write());
    }

    #[inline]
    fn end(&mut self, kind: Kind) {
        match finish(&mut self.scratch, 0, kind, &mut self.sequence) {
            Ok(()) => {
                if !self.control.push(&self.scratch) {
                    let frame = std::mem::take(&mut self.scratch);
                    self.commit_with_a_flush(&frame);
                    self.scratch = frame;
                }
                if self.pace.is_due() {
                    self.flush();
                }
            }
            Err(large) => self.failed(&Failure::refused(too_large_for("result", large.0))),
        }
    }

    #[cold]
    fn done_large(&mut self) {
        match self.scratch.land() {
            Destination::Inline => {
                self.end(Kind::Done);
                // One large answer must not pin its memory for the life of the worker.
                self.scratch.shrink_to(PENDING);
            }
            Destination::OutOfBand(written, len) => self.done_at(written, len),
            Destination::Nowhere(error) => self.failed(&Failure::refused(no_space_for("result", &error))),
        }
    }

    fn done_at(&mut self, written: NumberedBuffer, len: usize) {
        let number = written.number;
        self.tell_dropped();
        if self.known.insert(number) {
            self.hand(written.memory.file(), ShareBuffer { memory: number, lent: written.lent() });
        }
        if let Some(loans) = &self.loans {
            loans.lend(written);
            self.may_wait = loans.may_wait();
        }
        self.scratch.clear();
        begin(&mut self.scratch);
        self.scratch.extend_from_slice(&BufferRef { memory: number, len: len as u64 }.write());
        self.end(Kind::DoneAt);
        // The parent decodes it while the next task runs.
        self.flush();
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
        self.before.clear();
        let mut body = Vec::new();
        failure.write(&mut body);
        self.control(Kind::Failed, &body);
    }

    /// Adds a frame to the pending responses once there are none, or sends it when it is large.
    #[cold]
    fn commit_with_a_flush(&mut self, frame: &[u8]) {
        self.flush();
        if frame.len() > PENDING {
            let sent = self.timed(|this| send_all(&this.socket, frame));
            self.note(sent);
            self.control.mark_sent(frame.len());
        } else {
            // Nothing is pending now, so the frame fits.
            self.control.push(frame);
        }
    }

    /// Sends what waits.
    pub(crate) fn flush(&mut self) {
        if !self.control.pending().is_empty() {
            let sent = self.timed(|this| send_all(&this.socket, this.control.pending()));
            self.control.mark_sent(0);
            self.note(sent);
        }
    }

    /// Sends something, and notes how long that took.
    fn timed<T>(&self, send: impl FnOnce(&Self) -> T) -> T {
        if self.traced {
            let start = Instant::now();
            let value = send(self);
            self.control
                .spend(PhaseTotals { moving: [0, nanos(start.elapsed()), 0], ..PhaseTotals::default() });
            value
        } else {
            send(self)
        }
    }

    /// After a wait for input: the next task may be of any length.
    pub(super) fn waited(&mut self) {
        self.pace = FlushTimer::new();
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

/// Decides when answers have waited long enough, without asking the clock after every tiny task.
struct FlushTimer {
    last: Instant,
    stride: u32,
    left: u32,
}

impl FlushTimer {
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
