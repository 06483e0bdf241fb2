//! The thread that reads the pipes of all workers of a backend.

use super::onward::{Backlog, Onward};
use super::tail::{Capture, ReadAll};
use crate::backend::process::worker::contract::TaskId;
use crate::backend::process::worker::lines::LineSplitter;
use crate::error::Error;
use crate::id_map::IdMap;
use crate::sys::{Generation, Running, is_passing};
use rustix::event::epoll;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long an incomplete line waits for its end.
const UNENDED: Duration = Duration::from_millis(100);
/// An incomplete line that is longer is passed on as it is.
const LONGEST_LINE: usize = 8 * 1024;
/// Bytes that one read takes.
const BUFFER: usize = 16 * 1024;
/// Bytes that a pipe holds.
const IN_A_PIPE: usize = 64 * 1024;
const WAKE: u64 = u64::MAX;
/// How long the thread sleeps at most: its wake-up may fail.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);
/// How often pipes are read that cannot be watched.
const UNWATCHED: Duration = Duration::from_millis(5);
/// How often it is tried again to pass lines on to a stream that takes none.
const UNPASSED: Duration = Duration::from_millis(5);

/// Reads the pipes of all workers of a backend.
#[derive(Debug)]
pub(crate) struct Reader {
    inner: Arc<Inner>,
    thread: Option<JoinHandle<()>>,
    /// In which process the thread is.
    parent: Generation,
}

#[derive(Debug)]
struct Inner {
    epoll: OwnedFd,
    wake: OwnedFd,
    state: Mutex<Registry>,
    turn: Mutex<()>,
    /// What is to be passed on. The thread does that.
    backlog: Arc<Backlog>,
}

#[derive(Debug, Default)]
struct Registry {
    pipes: IdMap<u64, Pipe>,
    next: u64,
    closed: bool,
}

#[derive(Debug)]
struct Pipe {
    end: OwnedFd,
    capture: Arc<Capture>,
    onward: Onward,
    backlog: Arc<Backlog>,
    /// The start of a line that has no end yet.
    line: Vec<u8>,
    /// Lines for who taps it.
    splitter: LineSplitter,
    /// What came before somebody did.
    early: Vec<u8>,
    since: Instant,
}

impl Reader {
    pub(crate) fn start() -> Result<Self, Error> {
        let failed = |errno| Error::start_io("the reader of the workers' output could not be made", errno);
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC).map_err(failed)?;
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).map_err(failed)?;
        epoll::add(&epoll, &wake, epoll::EventData::new_u64(WAKE), epoll::EventFlags::IN).map_err(failed)?;
        let inner = Arc::new(Inner {
            epoll,
            wake,
            state: Mutex::default(),
            turn: Mutex::default(),
            backlog: Arc::default(),
        });
        let shared = Arc::clone(&inner);
        let thread = std::thread::Builder::new()
            .name("wirecheck-output".to_owned())
            .spawn(move || shared.run())
            .map_err(|error| {
                Error::start_io("the reader of the workers' output could not be started", error)
            })?;
        Ok(Self { inner, thread: Some(thread), parent: Generation::current() })
    }

    /// Reads what is in the pipes now. That includes all that tasks wrote before they answered.
    pub(crate) fn catch_up(&self) {
        let mut buffer = vec![0_u8; BUFFER];
        let _turn = self.inner.turn();
        let all: Vec<u64> = self.inner.lock().pipes.keys().copied().collect();
        for id in all {
            self.inner.read_all(id, &mut buffer);
        }
    }

    /// Reads a pipe from now on. The end must not block.
    pub(crate) fn add(&self, end: OwnedFd, onward: Onward) -> Result<Arc<Capture>, Error> {
        let inode = rustix::fs::fstat(&end).map_or(0, |known| known.st_ino);
        let reader: Arc<dyn ReadAll> = Arc::clone(&self.inner) as _;
        let mut state = self.inner.lock();
        let id = state.next;
        let capture = Arc::new(Capture::of(inode, Arc::downgrade(&reader), id));
        state.next += 1;
        epoll::add(&self.inner.epoll, &end, epoll::EventData::new_u64(id), epoll::EventFlags::IN)
            .map_err(|errno| Error::start_io("the output of a worker cannot be read", errno))?;
        let pipe = Pipe {
            end,
            capture: Arc::clone(&capture),
            onward,
            backlog: Arc::clone(&self.inner.backlog),
            line: Vec::new(),
            splitter: LineSplitter::default(),
            early: Vec::new(),
            since: Instant::now(),
        };
        state.pipes.insert(id, pipe);
        Ok(capture)
    }
}

impl Drop for Reader {
    /// What was written until now is still read and passed on.
    fn drop(&mut self) {
        if !self.parent.is_current() {
            // A fork has neither the thread nor, for certain, the lock.
            std::mem::forget(self.thread.take());
            return;
        }
        self.inner.lock().closed = true;
        let _ = rustix::io::write(&self.inner.wake, &1_u64.to_ne_bytes());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl ReadAll for Inner {
    fn try_read_all(&self, id: u64) -> bool {
        let turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return false,
        };
        self.read_all(id, &mut vec![0; BUFFER]);
        drop(turn);
        true
    }
}

impl Inner {
    fn run(&self) {
        let mut events = Vec::with_capacity(64);
        let mut buffer = vec![0_u8; BUFFER];
        loop {
            let unended = self.lock().pipes.values().any(Pipe::has_unended);
            let patience = if !self.backlog.is_empty() {
                UNPASSED
            } else if unended {
                UNENDED
            } else {
                CHECK_INTERVAL
            };
            let timeout = Timespec::try_from(patience).ok();
            events.clear();
            let space = rustix::buffer::spare_capacity(&mut events);
            let waited = epoll::wait(&self.epoll, space, timeout.as_ref());
            let ready: Vec<u64> = match waited {
                Ok(_) | Err(Errno::INTR) => events.iter().map(|event| event.data.u64()).collect(),
                // Workers must not block on pipes that nobody reads.
                Err(_) => {
                    std::thread::sleep(UNWATCHED);
                    self.lock().pipes.keys().copied().collect()
                }
            };
            let turn = self.turn();
            for id in ready.iter().filter(|id| **id != WAKE) {
                self.read(*id, &mut buffer);
            }
            drop(turn);
            self.backlog.flush();
            if self.lock().closed {
                // The workers are gone, and write no more.
                let left: Vec<u64> = self.lock().pipes.keys().copied().collect();
                for id in left {
                    self.read_all(id, &mut buffer);
                    self.with(id, |pipe| {
                        pipe.finish();
                        false
                    });
                }
                self.backlog.finish();
                return;
            }
            let late = |pipe: &Pipe| pipe.has_unended() && pipe.since.elapsed() >= UNENDED;
            let turn = self.turn();
            let late: Vec<u64> =
                self.lock().pipes.iter().filter(|(_, pipe)| late(pipe)).map(|(id, _)| *id).collect();
            for id in late {
                self.with(id, |pipe| {
                    pipe.pass_on_all();
                    true
                });
            }
            drop(turn);
            self.backlog.flush();
        }
    }

    /// At most the size of a pipe, in case somebody writes without end.
    fn read_all(&self, id: u64, buffer: &mut [u8]) {
        (0..2 * IN_A_PIPE.div_ceil(buffer.len())).all(|_| self.read(id, buffer));
    }

    /// Reads once; returns whether there may be more.
    fn read(&self, id: u64, buffer: &mut [u8]) -> bool {
        let mut more = false;
        self.with(id, |pipe| match pipe.read(buffer) {
            Ok((n, running)) if n > 0 => {
                pipe.take(buffer.get(..n).unwrap_or_default(), running);
                more = true;
                true
            }
            Err(Errno::INTR) => {
                more = true;
                true
            }
            Err(errno) if errno == Errno::AGAIN || is_passing(errno) => true,
            _ => {
                let _ = epoll::delete(&self.epoll, pipe.end.as_fd());
                pipe.finish();
                false
            }
        });
        more
    }

    /// Uses a pipe without the lock, since passing its bytes on may take long. Keeps the pipe if `usage` returns true.
    fn with(&self, id: u64, usage: impl FnOnce(&mut Pipe) -> bool) {
        let pipe = self.lock().pipes.remove(&id);
        if let Some(mut pipe) = pipe
            && usage(&mut pipe)
        {
            self.lock().pipes.insert(id, pipe);
        }
    }

    /// Only one thread reads at a time, so that each finds all pipes.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pipe {
    /// Reads once. Where somebody wants its lines, only bytes are read that were there before it was looked what runs: see
    /// [`lines`](crate::backend::process::worker::lines).
    fn read(&self, buffer: &mut [u8]) -> rustix::io::Result<(usize, Running)> {
        let Some(tap) = self.capture.tapped() else {
            return rustix::io::read(&self.end, buffer).map(|n| (n, Running::default()));
        };
        for _ in 0..2 {
            let there = usize::try_from(rustix::io::ioctl_fionread(&self.end)?).unwrap_or(usize::MAX);
            if there > 0 {
                let running = tap.running();
                let most = buffer.len().min(there);
                return rustix::io::read(&self.end, &mut buffer[..most]).map(|n| (n, running));
            }
            let mut look = [PollFd::new(&self.end, PollFlags::IN)];
            poll(&mut look, Some(&Timespec::default()))?;
            match look[0].revents() {
                // Something has come meanwhile.
                events if events.contains(PollFlags::IN) => {}
                events if events.is_empty() => break,
                _ => return Ok((0, Running::default())),
            }
        }
        Err(Errno::AGAIN)
    }

    fn take(&mut self, bytes: &[u8], running: Running) {
        let capture = Arc::clone(&self.capture);
        let Some(tap) = capture.tapped() else {
            self.capture.push(bytes);
            if self.onward == Onward::Tap && self.early.len() < IN_A_PIPE {
                self.early.extend_from_slice(bytes);
            }
            self.pass_on(bytes);
            return;
        };
        let mut out = |task: Option<TaskId>, text: &[u8]| tap.line(task, text);
        let early = std::mem::take(&mut self.early);
        self.splitter.push(&early, Running::default(), &mut out);
        if !self.splitter.has_partial_line() {
            self.since = Instant::now();
        }
        let plain = self.splitter.push(bytes, running, &mut out);
        if rustix::io::ioctl_fionread(&self.end).is_ok_and(|there| there == 0) {
            self.splitter.drained(&mut out);
        }
        self.capture.push(&plain);
        self.pass_on(&plain);
    }

    fn has_unended(&self) -> bool {
        !self.line.is_empty() || self.splitter.has_partial_line() || !self.early.is_empty()
    }

    /// Passes on whole lines, so that the lines of several workers do not mix.
    fn pass_on(&mut self, bytes: &[u8]) {
        if matches!(self.onward, Onward::Nowhere | Onward::Tap) {
            return;
        }
        if self.line.is_empty() {
            self.since = Instant::now();
        }
        self.line.extend_from_slice(bytes);
        let whole = self.line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let whole = if self.line.len() - whole > LONGEST_LINE { self.line.len() } else { whole };
        self.write(whole);
    }

    fn pass_on_all(&mut self) {
        self.write(self.line.len());
        let capture = Arc::clone(&self.capture);
        if let Some(tap) = capture.tapped() {
            let mut out = |task: Option<TaskId>, text: &[u8]| tap.line(task, text);
            let early = std::mem::take(&mut self.early);
            self.splitter.push(&early, Running::default(), &mut out);
            self.splitter.drained(&mut out);
            self.splitter.end_line(&mut out);
        }
    }

    fn write(&mut self, n: usize) {
        let lines: Vec<u8> = self.line.drain(..n).collect();
        self.backlog.push(self.onward, &lines);
    }

    fn finish(&mut self) {
        if !self.line.is_empty() {
            // The next writer begins a new line.
            self.line.push(b'\n');
        }
        self.pass_on_all();
        if let Some(tap) = self.capture.tapped() {
            self.splitter.finish(&mut |task: Option<TaskId>, text: &[u8]| tap.line(task, text));
        }
        self.capture.end();
    }
}
