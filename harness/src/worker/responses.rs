//! Responses on their way out: collected in the control block, sent a few at a time.

use super::socket::Socket;
use crate::clock;
use crate::id_map::IdSet;
use crate::shared_slice::Region;
use crate::sys::{FdChannel, PENDING, PhaseTotals, WorkerControl, end_fork_of_worker, nanos};
use crate::transfer::{
    BufferAllocator, Destination, FrameSink, NumberedBuffer, ResultBuffers, no_handle_for, no_space_for,
    too_large_for,
};
use crate::wire::{
    BufferKind, BufferRef, Failure, FrameKind, Sequence, ShareBuffer, TransferPolicy, begin, control, finish,
    is_large,
};
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Responses of one call wait about this long to be sent together, or until the running task ends.
const LINGER: Duration = Duration::from_micros(100);

pub(crate) struct ResponseWriter {
    socket: Socket,
    /// Holds the pending responses.
    control: WorkerControl,
    /// The frame that is being written.
    scratch: FrameSink,
    /// A frame that goes before that one.
    before: FrameSink,
    /// Buffers for large results, once the parent has sent its policy.
    result_buffers: Option<Arc<ResultBuffers>>,
    /// Whether the next large result may have to wait for a buffer that the parent has.
    may_wait: bool,
    /// The numbers of those that the parent has mapped.
    known: IdSet<u64>,
    /// The channel for their descriptors.
    fd_channel: Option<Arc<FdChannel>>,
    sequence: Sequence,
    flush_timer: FlushTimer,
    /// Whether the time is recorded.
    traced: bool,
    /// Whether tasks ran since free memory was returned.
    ran: bool,
    /// Why the connection broke, if it did. From then on responses stay where they are: the parent takes them when this
    /// process has ended.
    broken: Option<io::Error>,
}

impl ResponseWriter {
    pub(super) fn new(socket: Socket, control: WorkerControl, fd_channel: Option<Arc<FdChannel>>) -> Self {
        Self {
            socket,
            control,
            scratch: FrameSink::new(),
            before: FrameSink::new(),
            result_buffers: None,
            may_wait: false,
            known: IdSet::default(),
            fd_channel,
            sequence: Sequence::default(),
            flush_timer: FlushTimer::new(),
            traced: false,
            ran: false,
            broken: None,
        }
    }

    pub(super) fn socket(&self) -> &Socket {
        &self.socket
    }

    pub(super) fn block(&self) -> &WorkerControl {
        &self.control
    }

    pub(super) fn control(&mut self, kind: FrameKind, body: &[u8]) {
        control(&mut self.before, kind, &mut self.sequence, 0, body);
        let frame = std::mem::take(&mut self.before);
        if !self.control.push(&frame) {
            self.push_with_a_flush(&frame);
        }
        self.before = frame;
        self.before.clear();
    }

    /// How large results travel from now on.
    pub(super) fn set_policy(&mut self, policy: TransferPolicy) {
        if self.fd_channel.is_some() {
            let result_buffers = Arc::new(ResultBuffers::new(policy, self.control.leases()));
            self.scratch = FrameSink::with_allocator(result_buffers.clone());
            self.result_buffers = Some(result_buffers);
        }
    }

    /// Returns memory that no result needed for a while.
    pub(super) fn drop_free(&mut self) {
        if let Some(result_buffers) = &self.result_buffers {
            result_buffers.drop_free();
            self.ran = false;
            self.announce_dropped();
            self.flush();
        }
    }

    /// Whether there may be such memory, in buffers or in the allocator.
    pub(super) fn has_memory(&self) -> bool {
        self.result_buffers.as_ref().is_some_and(|result_buffers| {
            !result_buffers.is_empty() || (self.ran && result_buffers.keeps_freed())
        })
    }

    /// How long this result waited for a buffer, in nanoseconds.
    pub(super) fn take_waited(&self) -> u64 {
        self.result_buffers.as_ref().map_or(0, |result_buffers| result_buffers.take_waited())
    }

    fn announce_dropped(&mut self) {
        let dropped = self
            .result_buffers
            .as_ref()
            .map(|result_buffers| result_buffers.take_dropped())
            .unwrap_or_default();
        for number in dropped {
            if self.known.remove(&number) {
                self.control(FrameKind::Forget, &number.to_le_bytes());
            }
        }
    }

    /// Tasks are about to run: looks whether the parent wants the time recorded.
    pub(super) fn note_tracing(&mut self) {
        self.ran = true;
        self.traced = self.control.is_traced();
    }

    #[inline]
    pub(crate) fn is_traced(&self) -> bool {
        self.traced
    }

    /// Starts the response to the current task. Its result is appended to what this returns.
    #[inline]
    pub(crate) fn begin(&mut self) -> &mut FrameSink {
        if self.may_wait {
            self.flush_before_wait();
        }
        self.scratch.clear();
        begin(&mut self.scratch);
        &mut self.scratch
    }

    /// This result may wait for a buffer for as long as the parent likes. Pending responses must not wait with it.
    #[cold]
    fn flush_before_wait(&mut self) {
        self.may_wait = self.result_buffers.as_ref().is_some_and(|result_buffers| result_buffers.may_wait());
        if self.may_wait {
            self.flush();
        }
    }

    /// Ends the response that was begun.
    #[inline]
    pub(crate) fn done(&mut self) {
        if is_large(&self.scratch, 0) {
            return self.done_large();
        }
        self.end(FrameKind::Done);
    }

    /// As [`done`](Self::done), of a result that refers to these regions.
    #[cold]
    pub(crate) fn done_with(&mut self, regions: &[Arc<Region>]) {
        for region in regions {
            // Each time: the parent may have forgotten it since.
            let share_buffer = ShareBuffer { number: region.id(), kind: BufferKind::Region };
            if let Err(error) = self.send_descriptor(region.file(), share_buffer) {
                self.failed(&Failure::system(no_handle_for("result", &error), &error));
                return;
            }
        }
        self.done();
    }

    /// Sends a descriptor to the parent, and the frame that announces it.
    ///
    /// # Errors
    /// When it was not sent. Nothing is announced then.
    fn send_descriptor(&mut self, file: BorrowedFd<'_>, share_buffer: ShareBuffer) -> io::Result<()> {
        end_fork_of_worker();
        let fd_channel = self.fd_channel.clone().ok_or(io::ErrorKind::NotConnected)?;
        if !fd_channel.send(share_buffer.number, file, false)? {
            // The parent takes a descriptor when it reads the frame that announces it: such frames must not be pending here.
            self.flush();
            fd_channel.send(share_buffer.number, file, true)?;
        }
        self.control(FrameKind::ShareBuffer, &share_buffer.write());
        Ok(())
    }

    #[inline]
    fn end(&mut self, kind: FrameKind) {
        match finish(&mut self.scratch, 0, kind, &mut self.sequence) {
            Ok(()) => {
                if !self.control.push(&self.scratch) {
                    let frame = std::mem::take(&mut self.scratch);
                    self.push_with_a_flush(&frame);
                    self.scratch = frame;
                }
                if self.flush_timer.is_due() {
                    self.flush();
                }
            }
            Err(large) => self.failed(&Failure::refused(too_large_for("result", large.0))),
        }
    }

    #[cold]
    fn done_large(&mut self) {
        match self.scratch.finish_value() {
            Destination::Inline => {
                self.end(FrameKind::Done);
                // One large response must not keep its memory for the life of the worker.
                self.scratch.shrink_to(PENDING);
            }
            Destination::OutOfBand(written, len) => self.done_at(written, len),
            Destination::Nowhere(error) => {
                self.failed(&Failure::system(no_space_for("result", &error), &error));
            }
        }
    }

    fn done_at(&mut self, written: NumberedBuffer, len: usize) {
        let number = written.number;
        self.announce_dropped();
        if !self.known.contains(&number) {
            let share_buffer = ShareBuffer { number, kind: written.kind() };
            if self.send_descriptor(written.memory.file(), share_buffer).is_err() {
                return self.done_inline_after_all(written, len);
            }
            self.known.insert(number);
        }
        if let Some(result_buffers) = &self.result_buffers {
            result_buffers.send(written);
            self.may_wait = result_buffers.may_wait();
        }
        self.scratch.clear();
        begin(&mut self.scratch);
        self.scratch.extend_from_slice(&BufferRef { number, len: len as u64 }.write());
        self.end(FrameKind::DoneAt);
        // The parent decodes it while the next task runs.
        self.flush();
    }

    /// The parent cannot be given the memory of this result, so it goes through the socket.
    #[cold]
    fn done_inline_after_all(&mut self, written: NumberedBuffer, len: usize) {
        self.scratch.clear();
        begin(&mut self.scratch);
        self.scratch.extend_inline(written.memory.bytes().get(..len).unwrap_or_default());
        if let Some(result_buffers) = &self.result_buffers {
            result_buffers.put_back(written);
        }
        self.end(FrameKind::Done);
        self.scratch.shrink_to(PENDING);
    }

    /// Responds with a failure, instead of what was begun.
    #[cold]
    pub(crate) fn failed(&mut self, failure: &Failure) {
        // A panic may have unwound through a process that the task has forked.
        end_fork_of_worker();
        self.skipped(failure);
        // A failure may end the call, and with it the tasks that are queued.
        self.flush();
    }

    /// Responds for a task that is not run. Nobody waits for that, and there may be thousands.
    #[cold]
    pub(crate) fn skipped(&mut self, failure: &Failure) {
        self.scratch.clear();
        self.before.clear();
        let mut body = Vec::new();
        failure.write(&mut body);
        self.control(FrameKind::Failed, &body);
    }

    /// Adds a frame to the pending responses once there are none, or sends it when it is large.
    #[cold]
    fn push_with_a_flush(&mut self, frame: &[u8]) {
        end_fork_of_worker();
        self.flush();
        if self.broken.is_none() && frame.len() <= PENDING {
            // Nothing is pending now, so the frame fits.
            self.control.push(frame);
            return;
        }
        if self.broken.is_none() {
            match self.timed(|this| this.socket.send_all(frame)) {
                Ok(()) => return self.control.mark_sent(frame.len()),
                Err(error) => self.broken = Some(error),
            }
        }
        // This response is lost. Its task stays noted as running, so that the parent counts it as begun.
        self.control.refuse_more();
    }

    /// Sends the pending responses.
    pub(crate) fn flush(&mut self) {
        if self.broken.is_none() && !self.control.pending().is_empty() {
            match self.timed(|this| this.socket.send_all(this.control.pending())) {
                Ok(()) => self.control.mark_sent(0),
                // They stay pending.
                Err(error) => self.broken = Some(error),
            }
        }
    }

    /// Sends something, and records how long that took.
    fn timed<T>(&self, send: impl FnOnce(&Self) -> T) -> T {
        if self.traced {
            let start = clock::now();
            let value = send(self);
            self.control
                .spend(PhaseTotals { moving: [0, nanos(clock::since(start)), 0], ..PhaseTotals::default() });
            value
        } else {
            send(self)
        }
    }

    /// After a wait for input: the next task may take any time.
    pub(super) fn waited(&mut self) {
        self.flush_timer = FlushTimer::new();
    }

    #[inline]
    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    pub(super) fn check(&mut self) -> io::Result<()> {
        self.broken.take().map_or(Ok(()), Err)
    }
}

/// Decides when responses have waited long enough, without asking the clock after every tiny task.
struct FlushTimer {
    last: Instant,
    stride: u32,
    left: u32,
}

impl FlushTimer {
    const LONGEST_STRIDE: u32 = 32;

    fn new() -> Self {
        Self { last: clock::now(), stride: 1, left: 1 }
    }

    #[inline]
    fn is_due(&mut self) -> bool {
        self.left -= 1;
        self.left == 0 && self.read_clock()
    }

    fn read_clock(&mut self) -> bool {
        let now = clock::now();
        let due = now.duration_since(self.last) >= LINGER;
        self.stride = if due { 1 } else { (self.stride * 2).min(Self::LONGEST_STRIDE) };
        self.left = self.stride;
        if due {
            self.last = now;
        }
        due
    }
}
