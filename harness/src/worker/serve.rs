//! The loop of a worker: frames in, answers out.

use super::fault_injector::FaultInjector;
use super::phase_timer::Scale;
use super::responses::ResponseWriter;
use super::task_batch::{Elsewhere, TaskBatch};
use crate::backend::Fault;
use crate::panics;
use crate::sys::{self, FdChannel, PhaseTotals, WorkerControl, nanos};
use crate::task::remote::LoadResult;
use crate::task::table::Table;
use crate::transfer::ImportedBuffers;
use crate::wire::{
    BufferRef, Failure, FrameReader, Hello, INITIALIZER, Kind, Reader, ReceiveStatus, ShareBuffer,
    TransferPolicy, read_number,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::cell::OnceCell;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Exit codes of a worker; 0 is an orderly end.
pub(crate) const EXIT_NO_CHANNEL: i32 = 120;
pub(crate) const EXIT_PROTOCOL: i32 = 121;

/// Serves until the parent is done with this worker; gives the exit code.
pub(super) fn serve(socket: OwnedFd, control: WorkerControl, handles: FdChannel) -> i32 {
    let mut worker = Worker::new(socket, control, Some(handles));
    let code = match worker.run() {
        Ok(()) => 0,
        // Whatever happened to the channel, the parent sees its end and has the story on its side.
        Err(_) => EXIT_PROTOCOL,
    };
    // The channel closes with the process: the parent is not to wait for one that still runs exit handlers.
    std::mem::forget(worker);
    code
}

/// How long memory for large results is kept while there is nothing to do.
const MEMORY_KEPT: Duration = Duration::from_secs(1);

/// The task and the captures of a call. They are decoded within the first task that needs them: a `Deserialize`
/// that kills the process then costs that task, and not a story about nobody.
struct Call {
    packed: EncodedValue,
    loaded: OnceCell<LoadResult>,
}

enum EncodedValue {
    Here(Vec<u8>),
    Elsewhere(Elsewhere),
}

impl Call {
    fn load(&self) -> &LoadResult {
        self.loaded.get_or_init(|| {
            let packed = match &self.packed {
                EncodedValue::Here(bytes) => bytes,
                EncodedValue::Elsewhere(Ok((memory, len))) => memory.bytes().get(..*len).unwrap_or_default(),
                EncodedValue::Elsewhere(Err(story)) => return Err(Failure::refused(story.clone())),
            };
            let mut reader = Reader(packed);
            match reader.u32().map(|number| Table::get().entry(number)) {
                Ok(Some((entry, trusted))) => entry.load(trusted, reader.0),
                Ok(None) => Err(Failure::refused("the task is not in the table of this executable")),
                Err(_) => Err(Failure::refused("the task's name was cut short")),
            }
        })
    }
}

/// A worker's state; it knows nothing of processes, so that it can be fed anything.
pub(super) struct Worker {
    answers: ResponseWriter,
    frames: FrameReader,
    lent: ImportedBuffers,
    calls: Vec<(u32, Call)>,
    /// Tasks received.
    received: u64,
    /// The task that came last, which a `NEXT` frame counts on from.
    last: Option<(u32, u64)>,
    /// The call of the pending responses.
    answered: u32,
    tasks_left: Option<u64>,
    /// How long it waits for a task before it ends by itself.
    idle: Option<Duration>,
    greeted: bool,
    scale: Scale,
}

impl Worker {
    pub(super) fn new(socket: OwnedFd, control: WorkerControl, handles: Option<FdChannel>) -> Self {
        let handles = handles.map(Arc::new);
        Self {
            answers: ResponseWriter::new(socket, control, handles.clone()),
            frames: FrameReader::default(),
            lent: ImportedBuffers::new(handles),
            calls: Vec::new(),
            received: 0,
            last: None,
            answered: 0,
            tasks_left: None,
            idle: None,
            greeted: false,
            scale: Scale::default(),
        }
    }

    fn run(&mut self) -> io::Result<()> {
        self.greet()?;
        while self.turn()? == Step::GoOn {}
        Ok(())
    }

    pub(super) fn greet(&mut self) -> io::Result<()> {
        let mut body = Vec::new();
        Hello::own().write(&mut body);
        self.answers.control(Kind::Hello, &body);
        self.answers.flush();
        self.answers.check()
    }

    /// Waits for frames and does what they say.
    pub(super) fn turn(&mut self) -> io::Result<Step> {
        self.wait_with_memory()?;
        if self.idle.is_some_and(|patience| !arrives_within(self.answers.socket(), patience)) {
            return Ok(Step::End);
        }
        if self.frames.receive(self.answers.socket().as_fd(), true)? == ReceiveStatus::End {
            return Ok(Step::End);
        }
        self.answers.waited();
        self.drain()
    }

    /// Waits for frames while there is memory that may be of no more use.
    fn wait_with_memory(&mut self) -> io::Result<()> {
        let mut patience = Some(MEMORY_KEPT);
        loop {
            let timeout = patience.filter(|_| self.answers.has_memory());
            let handles = self.lent.handles_to_watch();
            if timeout.is_none() && handles.is_none() {
                return Ok(());
            }
            let mut fds = vec![PollFd::new(self.answers.socket(), PollFlags::IN)];
            fds.extend(handles.map(|handles| PollFd::from_borrowed_fd(handles.socket(), PollFlags::IN)));
            let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
            match poll(&mut fds, timeout.as_ref()) {
                Ok(0) => {
                    patience = None;
                    self.answers.drop_free();
                }
                Ok(_) if fds[0].revents().is_empty() => self.lent.receive(true)?,
                _ => return Ok(()),
            }
        }
    }

    /// Does what the frames that have arrived say.
    fn drain(&mut self) -> io::Result<Step> {
        // Taken out so that a frame can borrow it while the rest of `self` is used.
        let mut frames = std::mem::take(&mut self.frames);
        let step = self.obey(&mut frames);
        self.frames = frames;
        self.answers.flush();
        let step = step?;
        self.answers.check()?;
        Ok(step)
    }

    fn obey(&mut self, frames: &mut FrameReader) -> io::Result<Step> {
        while let Some(frame) = frames.next().map_err(|bad| broken(&bad.to_string()))? {
            match frame.kind {
                Kind::Run | Kind::Next | Kind::RunAt | Kind::NextAt if self.greeted => {
                    let task = match (frame.kind, self.last) {
                        (Kind::Run | Kind::RunAt, _) => (frame.call, frame.index),
                        (_, Some((_, u64::MAX))) => return Err(broken("a next task after the last")),
                        (_, Some((call, index))) => (call, index + 1),
                        (_, None) => return Err(broken("a next task without a first")),
                    };
                    let is_elsewhere = matches!(frame.kind, Kind::RunAt | Kind::NextAt);
                    let elsewhere = if is_elsewhere { Some(self.find(frame.body)?) } else { None };
                    self.last = Some(self.run_tasks(frames, task, elsewhere));
                    if self.answers.is_broken() || self.tasks_left == Some(0) {
                        return Ok(Step::End);
                    }
                }
                Kind::Load if self.greeted => {
                    self.load(frame.call, EncodedValue::Here(frame.body.to_vec()));
                }
                Kind::LoadAt if self.greeted => {
                    let packed = EncodedValue::Elsewhere(self.find(frame.body)?);
                    self.load(frame.call, packed);
                }
                Kind::ShareBuffer if self.greeted => {
                    let share_buffer =
                        ShareBuffer::read(frame.body).map_err(|_| broken("a loan cut short"))?;
                    self.lent.take(share_buffer, true)?;
                }
                Kind::Forget if self.greeted => {
                    self.lent.forget(read_number(frame.body).map_err(|_| broken("a number cut short"))?);
                }
                Kind::TransferPolicy if self.greeted => {
                    let policy = TransferPolicy::read(frame.body).map_err(|_| broken("a route cut short"))?;
                    self.answers.route(policy);
                }
                Kind::Unload if self.greeted => self.unload(frame.call),
                Kind::Hello if !self.greeted => self.check(frame.body)?,
                _ => return Err(broken("a frame that a worker does not take")),
            }
        }
        Ok(Step::GoOn)
    }

    fn check(&mut self, body: &[u8]) -> io::Result<()> {
        let parent = Hello::read(body).map_err(|_| broken("a greeting cut short"))?;
        if let Some(objection) = Hello::own().objection(&parent) {
            return Err(broken(&objection));
        }
        self.greeted = true;
        let worker_config = parent.worker_config;
        self.tasks_left = (worker_config.tasks > 0).then_some(worker_config.tasks);
        self.idle = (worker_config.idle > 0).then(|| Duration::from_millis(worker_config.idle));
        sys::enter_nest(worker_config.depth, worker_config.cores);
        Ok(())
    }

    /// The memory its receive buffer holds.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.frames.capacity()
    }

    /// Where a value is that is not in its frame.
    fn find(&mut self, body: &[u8]) -> io::Result<Elsewhere> {
        Ok(self.lent.find(BufferRef::read(body).map_err(|_| broken("a place cut short"))?))
    }

    fn load(&mut self, call: u32, packed: EncodedValue) {
        self.unload(call);
        self.calls.push((call, Call { packed, loaded: OnceCell::new() }));
    }

    fn unload(&mut self, call: u32) {
        // The drop of a capture is the user's code.
        let _ = panics::catch(|| self.calls.retain(|(known, _)| *known != call));
    }

    /// Runs the task whose frame was just taken, and those that follow it; gives the last one.
    fn run_tasks(
        &mut self,
        frames: &mut FrameReader,
        (call, index): (u32, u64),
        elsewhere: Option<Elsewhere>,
    ) -> (u32, u64) {
        if call != self.answered {
            // Those are of another call, whose caller need not wait for this one's task.
            self.answers.flush();
            self.answered = call;
        }
        let timed = self.answers.block().is_timed();
        self.answers.note_tracing();
        let (fault, at) = self.answers.block().fault();
        let fault_injector =
            Fault::of_number(fault).filter(|_| call != INITIALIZER).map(|fault| FaultInjector { fault, at });
        if let Some(fault_injector) = fault_injector {
            fault_injector.before(index);
        }
        let mut feed = TaskBatch {
            frames,
            answers: &mut self.answers,
            call,
            index,
            received: &mut self.received,
            tasks_left: &mut self.tasks_left,
            timed,
            fault_injector,
            elsewhere,
        };
        // Looked at before the task is noted as running: the parent ends a worker that runs what is not wanted.
        if feed.is_unwanted() {
            skip_all(&mut feed);
            return (feed.call, feed.index);
        }
        let call = self.calls.iter().rev().find(|(known, _)| *known == call);
        // What goes wrong while the captures are read is the first task's.
        feed.note();
        let clock = feed.answers.is_traced().then(Instant::now);
        let loaded = call.map(|(_, call)| call.load());
        if let Some(clock) = clock {
            // Of captures that were read before it is nothing.
            feed.answers
                .block()
                .spend(PhaseTotals { moving: [0, 0, nanos(clock.elapsed())], ..PhaseTotals::default() });
        }
        match loaded {
            Some(Ok(loaded)) => loaded.run(&mut feed),
            Some(Err(failure)) => fail_all(&mut feed, failure),
            None => {
                fail_all(&mut feed, &Failure::refused("the task was not announced before its first input"));
            }
        }
        let last = (feed.call, feed.index);
        self.answers.block().end();
        if self.answers.is_traced() {
            self.scale.weigh(self.answers.block());
        }
        last
    }
}

fn fail_all(feed: &mut TaskBatch<'_>, failure: &Failure) {
    loop {
        if feed.start().is_some() {
            feed.fail(failure);
        }
        if feed.advance().is_break() {
            return;
        }
    }
}

fn skip_all(feed: &mut TaskBatch<'_>) {
    loop {
        feed.skip();
        if feed.advance().is_break() {
            return;
        }
    }
}

fn arrives_within(socket: &OwnedFd, patience: Duration) -> bool {
    let timeout = Timespec::try_from(patience).ok();
    // An interrupted wait is as good as news: the read that follows waits on.
    !matches!(poll(&mut [PollFd::new(socket, PollFlags::IN)], timeout.as_ref()), Ok(0))
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    GoOn,
    End,
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
