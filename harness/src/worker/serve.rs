//! The loop of a worker: frames in, responses out.

use super::fault_injector::FaultInjector;
use super::phase_timer::RssSampler;
use super::responses::ResponseWriter;
use super::socket::Socket;
use super::stream_marks::StreamMarks;
use super::task_batch::{OutOfBandInput, TaskBatch};
use super::token::CURRENT;
use crate::backend::Fault;
use crate::clock;
use crate::panics;
use crate::sys::{self, FdChannel, PhaseTotals, SpareDescriptor, WorkerControl, nanos};
use crate::task::remote::LoadResult;
use crate::task::table::Table;
use crate::trace::{TaskOrigin, TaskSpan};
use crate::transfer::ImportedBuffers;
use crate::wire::{
    BufferRef, Failure, FrameKind, FrameReader, Hello, INITIALIZER, ProgramNumbers, Reader, ReceiveStatus,
    ShareBuffer, TransferPolicy, WorkerConfig, read_number,
};
use rustix::event::{PollFd, PollFlags};
use std::cell::OnceCell;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Exit codes of a worker; 0 is an orderly end.
pub(crate) const EXIT_NO_CHANNEL: i32 = 120;
pub(crate) const EXIT_PROTOCOL: i32 = 121;

/// How long the destructors and exit handlers of a worker may take.
const OWN_END: Duration = Duration::from_secs(2);

/// Serves until the parent is done with this worker; gives the exit code.
pub(super) fn serve(
    socket: OwnedFd,
    control: WorkerControl,
    fd_channel: FdChannel,
    build: Option<u64>,
) -> i32 {
    sys::serve_here();
    let mut worker = Worker { build, ..Worker::new(Socket::Os(socket), control, Some(fd_channel)) };
    let code = worker.run_to_end();
    sys::end_within(OWN_END);
    // The connection closes with the process: the parent must not take it for closed while exit handlers still run.
    std::mem::forget(worker);
    code
}

/// How long buffers for large results are kept while there is nothing to do.
const MEMORY_KEPT: Duration = Duration::from_secs(1);

/// The task and the captures of a call. They are decoded within the first task that needs them: if a `Deserialize` kills the
/// process, that task fails with it, as it should.
struct Call {
    body: LoadBody,
    loaded: OnceCell<(TaskOrigin, LoadResult)>,
}

enum LoadBody {
    Inline(Vec<u8>),
    OutOfBand(OutOfBandInput),
}

impl Call {
    fn load(&self) -> &(TaskOrigin, LoadResult) {
        self.loaded.get_or_init(|| {
            let failed = |failure| (TaskOrigin::default(), Err(failure));
            let body = match &self.body {
                LoadBody::Inline(bytes) => bytes,
                LoadBody::OutOfBand(Ok((memory, len))) => memory.bytes().get(..*len).unwrap_or_default(),
                LoadBody::OutOfBand(Err(unavailable)) => return failed(unavailable.clone().into_failure()),
            };
            let mut reader = Reader(body);
            let Ok((number, origin)) = TaskOrigin::read(&mut reader) else {
                return failed(Failure::refused("the task's name was cut short"));
            };
            match Table::get().entry(number) {
                Some((entry, trusted)) => (origin.named(entry.name), entry.load(trusted, reader.0)),
                None => failed(Failure::refused("the task is not in the table of this executable")),
            }
        })
    }
}

/// A worker's state; it knows nothing of processes, so that it can be fed anything.
pub(super) struct Worker {
    responses: ResponseWriter,
    frames: FrameReader,
    imported: ImportedBuffers,
    calls: Vec<(u32, Call)>,
    /// Tasks received.
    received: u64,
    /// The task that came last, which a `NEXT` frame counts on from.
    last: Option<(u32, u64)>,
    /// The call of the pending responses.
    answered: u32,
    tasks_left: Option<u64>,
    /// How long it waits for a task before it exits.
    idle: Option<Duration>,
    greeted: bool,
    /// The build to greet with, if its parent has named one.
    build: Option<u64>,
    rss_sampler: RssSampler,
    marks: StreamMarks,
}

impl Worker {
    pub(super) fn new(socket: Socket, control: WorkerControl, fd_channel: Option<FdChannel>) -> Self {
        let fd_channel = fd_channel.map(Arc::new);
        Self {
            responses: ResponseWriter::new(socket, control, fd_channel.clone()),
            frames: FrameReader::default(),
            imported: ImportedBuffers::new(fd_channel, Arc::new(SpareDescriptor::default())),
            calls: Vec::new(),
            received: 0,
            last: None,
            answered: 0,
            tasks_left: None,
            idle: None,
            greeted: false,
            build: None,
            rss_sampler: RssSampler::default(),
            marks: StreamMarks::default(),
        }
    }

    /// Gives the exit code.
    pub(super) fn run_to_end(&mut self) -> i32 {
        let code = match self.run() {
            Ok(()) => 0,
            // Whatever happened to the connection, the parent sees its end and reports it.
            Err(_) => EXIT_PROTOCOL,
        };
        // Nothing is left but destructors and exit handlers.
        self.responses.block().note_ending();
        code
    }

    fn run(&mut self) -> io::Result<()> {
        self.greet()?;
        while self.turn()? == Step::GoOn {}
        Ok(())
    }

    pub(super) fn greet(&mut self) -> io::Result<()> {
        let mut body = Vec::new();
        self.hello().write(&mut body);
        self.responses.control(FrameKind::Hello, &body);
        self.responses.flush();
        self.responses.check()
    }

    /// Waits for frames and processes them.
    pub(super) fn turn(&mut self) -> io::Result<Step> {
        self.wait_with_memory()?;
        // It is not idle in the middle of a frame.
        let patience = self.idle.filter(|_| self.frames.is_empty());
        if patience.is_some_and(|patience| !arrives_within(self.responses.socket(), patience)) {
            return Ok(Step::End);
        }
        if self.responses.socket().receive(&mut self.frames)? == ReceiveStatus::End {
            return Ok(Step::End);
        }
        self.responses.waited();
        let start = self.responses.block().is_clocked().then(clock::now);
        self.drain(start)
    }

    /// Waits for frames, and meanwhile returns memory that is not needed any more.
    fn wait_with_memory(&mut self) -> io::Result<()> {
        let mut patience = Some(MEMORY_KEPT);
        loop {
            let timeout = patience.filter(|_| self.responses.has_memory());
            let fd_channel = self.imported.channel_to_watch();
            if timeout.is_none() && fd_channel.is_none() {
                return Ok(());
            }
            let mut fds = vec![PollFd::new(self.responses.socket(), PollFlags::IN)];
            fds.extend(
                fd_channel.map(|fd_channel| PollFd::from_borrowed_fd(fd_channel.socket(), PollFlags::IN)),
            );
            match clock::poll(&mut fds, timeout) {
                Ok(0) => {
                    patience = None;
                    self.responses.drop_free();
                }
                Ok(_) if fds[0].revents().is_empty() => self.imported.receive(true)?,
                _ => return Ok(()),
            }
        }
    }

    /// Processes the frames that have arrived, since `start` if the time is to be recorded.
    fn drain(&mut self, start: Option<Instant>) -> io::Result<Step> {
        // Taken out so that a frame can borrow it while the rest of `self` is used.
        let mut frames = std::mem::take(&mut self.frames);
        let step = self.process(&mut frames);
        self.frames = frames;
        if let Some(start) = start {
            self.responses.block().add_work(clock::since(start));
        }
        self.responses.flush();
        let step = step?;
        self.responses.check()?;
        Ok(step)
    }

    fn process(&mut self, frames: &mut FrameReader) -> io::Result<Step> {
        while let Some(frame) = frames.next().map_err(|bad| broken(&bad.to_string()))? {
            match frame.kind {
                FrameKind::Run | FrameKind::Next | FrameKind::RunAt | FrameKind::NextAt if self.greeted => {
                    let task = match (frame.kind, self.last) {
                        (FrameKind::Run | FrameKind::RunAt, _) => (frame.call, frame.index),
                        (_, Some((_, u64::MAX))) => return Err(broken("a next task after the last")),
                        (_, Some((call, index))) => (call, index + 1),
                        (_, None) => return Err(broken("a next task without a first")),
                    };
                    let is_out_of_band = matches!(frame.kind, FrameKind::RunAt | FrameKind::NextAt);
                    let out_of_band = if is_out_of_band { Some(self.find(frame.body)?) } else { None };
                    self.last = Some(self.run_tasks(frames, task, out_of_band));
                    if self.responses.is_broken() || self.tasks_left == Some(0) {
                        return Ok(Step::End);
                    }
                }
                FrameKind::Load if self.greeted => {
                    self.load(frame.call, LoadBody::Inline(frame.body.to_vec()));
                }
                FrameKind::LoadAt if self.greeted => {
                    let body = LoadBody::OutOfBand(self.find(frame.body)?);
                    self.load(frame.call, body);
                }
                FrameKind::ShareBuffer if self.greeted => {
                    let share_buffer = ShareBuffer::read(frame.body)
                        .map_err(|_| broken("an announcement of a buffer cut short"))?;
                    self.imported.take(share_buffer, true)?;
                }
                FrameKind::Forget if self.greeted => {
                    self.imported.forget(read_number(frame.body).map_err(|_| broken("a number cut short"))?);
                }
                FrameKind::TransferPolicy if self.greeted => {
                    let policy = TransferPolicy::read(frame.body)
                        .map_err(|_| broken("a transfer policy cut short"))?;
                    self.responses.set_policy(policy);
                }
                FrameKind::Unload if self.greeted => self.unload(frame.call),
                FrameKind::Hello if !self.greeted => self.check(frame.body)?,
                _ => return Err(broken("a frame that a worker does not take")),
            }
        }
        Ok(Step::GoOn)
    }

    fn hello(&self) -> Hello {
        Hello::of(self.build.map(ProgramNumbers::own), WorkerConfig::default())
    }

    fn check(&mut self, body: &[u8]) -> io::Result<()> {
        let parent = Hello::read(body).map_err(|_| broken("a greeting cut short"))?;
        if let Some(objection) = self.hello().objection(&parent) {
            return Err(broken(&objection));
        }
        self.greeted = true;
        let worker_config = parent.worker_config;
        self.tasks_left = (worker_config.tasks > 0).then_some(worker_config.tasks);
        self.idle = (worker_config.idle > 0).then(|| Duration::from_millis(worker_config.idle));
        if let Some(mask) = worker_config.mask.checked_sub(1) {
            sys::set_file_mode_mask(mask);
        }
        CURRENT.enter(worker_config.pool);
        sys::enter_nest(worker_config.depth, worker_config.cores);
        Ok(())
    }

    /// The capacity of its receive buffer.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.frames.capacity()
    }

    /// An out-of-band value.
    fn find(&mut self, body: &[u8]) -> io::Result<OutOfBandInput> {
        Ok(self
            .imported
            .find(BufferRef::read(body).map_err(|_| broken("a reference to a buffer cut short"))?))
    }

    fn load(&mut self, call: u32, body: LoadBody) {
        self.unload(call);
        self.calls.push((call, Call { body, loaded: OnceCell::new() }));
    }

    fn unload(&mut self, call: u32) {
        // The drop of a capture is the user's code.
        let _ = panics::catch(|| self.calls.retain(|(known, _)| *known != call));
    }

    /// Runs the task whose frame was just taken, and those that follow it; returns the last one.
    fn run_tasks(
        &mut self,
        frames: &mut FrameReader,
        (call, index): (u32, u64),
        out_of_band: Option<OutOfBandInput>,
    ) -> (u32, u64) {
        if call != self.answered {
            // The pending ones belong to another call, whose caller need not wait for this task.
            self.responses.flush();
            self.answered = call;
        }
        let timed = self.responses.block().is_timed();
        self.responses.note_tracing();
        let (fault, at) = self.responses.block().fault();
        let fault_injector =
            Fault::of_number(fault).filter(|_| call != INITIALIZER).map(|fault| FaultInjector { fault, at });
        if let Some(fault_injector) = fault_injector {
            fault_injector.before(index);
        }
        let marks = self.marks.want(self.responses.block().marked());
        let mut batch = TaskBatch {
            frames,
            responses: &mut self.responses,
            call,
            index,
            received: &mut self.received,
            tasks_left: &mut self.tasks_left,
            timed,
            fault_injector,
            out_of_band,
            marks: marks.then_some(&self.marks),
            span: TaskSpan::default(),
        };
        // Checked before the task is noted as running: the parent kills a worker that runs a task of a cancelled call.
        if batch.is_cancelled() {
            skip_all(&mut batch);
            return (batch.call, batch.index);
        }
        let call = self.calls.iter().rev().find(|(known, _)| *known == call);
        // If reading the captures kills the process, the first task has failed.
        batch.note(*batch.received + 1);
        let start = batch.responses.is_traced().then(clock::now);
        let loaded = call.map(|(_, call)| call.load());
        if let Some(start) = start {
            // Captures that were read before add nothing.
            batch
                .responses
                .block()
                .spend(PhaseTotals { moving: [0, 0, nanos(clock::since(start))], ..PhaseTotals::default() });
        }
        if let Some((origin, _)) = loaded {
            batch.span = TaskSpan::of(*origin);
        }
        match loaded {
            Some((_, Ok(loaded))) => loaded.run(&mut batch),
            Some((_, Err(failure))) => fail_all(&mut batch, failure),
            None => {
                fail_all(&mut batch, &Failure::refused("the task was not announced before its first input"));
            }
        }
        let last = (batch.call, batch.index);
        // Where the connection broke, the last task may have an answer that the parent cannot have. It is left as running.
        if !self.responses.is_broken() {
            self.responses.block().end();
        }
        if self.responses.is_traced() {
            self.rss_sampler.sample(self.responses.block());
        }
        last
    }
}

fn fail_all(batch: &mut TaskBatch<'_>, failure: &Failure) {
    loop {
        if batch.start().is_some() {
            batch.fail(failure);
        }
        if batch.advance().is_break() {
            return;
        }
    }
}

fn skip_all(batch: &mut TaskBatch<'_>) {
    loop {
        batch.skip();
        if batch.advance().is_break() {
            return;
        }
    }
}

fn arrives_within(socket: &Socket, patience: Duration) -> bool {
    // If the wait is interrupted, the read that follows goes on waiting.
    !matches!(clock::poll(&mut [PollFd::new(socket, PollFlags::IN)], Some(patience)), Ok(0))
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    GoOn,
    End,
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
