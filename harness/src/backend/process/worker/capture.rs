//! What workers write to their standard output and error, where the parent keeps it.
//!
//! One thread per backend reads all the pipes, so that no worker ever waits for its own words to be read. It is
//! started with the first worker that has a pipe, and sleeps until one writes.

use crate::error::Error;
use rustix::event::epoll;
use rustix::event::{EventfdFlags, Timespec, eventfd};
use std::collections::{HashMap, VecDeque};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Bytes kept of each stream: its end.
const KEPT: usize = 64 * 1024;
/// Bytes of it that an error shows.
const SHOWN: usize = 2 * 1024;
/// How long the end of a dead worker's stream is waited for; what it started may hold the stream open.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long a line without an end waits for it.
const UNENDED: Duration = Duration::from_millis(100);
/// A line without an end that is longer is passed on as it is.
const LONGEST_LINE: usize = 8 * 1024;
/// Bytes that a pipe holds.
const IN_A_PIPE: usize = 64 * 1024;
const WAKE: u64 = u64::MAX;

/// The end of one stream.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    state: Mutex<Tail>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct Tail {
    bytes: VecDeque<u8>,
    has_ended: bool,
}

impl Capture {
    fn push(&self, bytes: &[u8]) {
        let mut tail = self.lock();
        tail.bytes.extend(bytes);
        let over = tail.bytes.len().saturating_sub(KEPT);
        tail.bytes.drain(..over);
    }

    fn end(&self) {
        self.lock().has_ended = true;
        self.ended.notify_all();
    }

    fn has_ended(&self) -> bool {
        self.lock().has_ended
    }

    /// What a worker that is gone wrote last: at most a few lines.
    pub(crate) fn stderr_tail(&self) -> String {
        let tail = self.lock();
        let waited = self.ended.wait_timeout_while(tail, PATIENCE, |tail| !tail.has_ended);
        let (tail, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = tail.bytes.iter().copied().collect();
        let text = without_backtraces(&String::from_utf8_lossy(&bytes));
        let least = text.len().saturating_sub(SHOWN);
        let from = (least..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let shown = &text[from..];
        // A cut within a line shows half a word: it begins with the next one.
        let whole = if from > 0 { shown.split_once('\n').map_or(shown, |(_, rest)| rest) } else { shown };
        whole.trim().to_owned()
    }

    /// Takes what is kept.
    pub(crate) fn take(&self) -> String {
        let bytes: Vec<u8> = self.lock().bytes.drain(..).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn lock(&self) -> MutexGuard<'_, Tail> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a stream goes in addition to being kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    Nowhere,
    Stdout,
    Stderr,
}

/// One worker's streams that are kept for the caller.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    pub(crate) pid: u32,
    pub(crate) stdout: Option<Arc<Capture>>,
    pub(crate) stderr: Option<Arc<Capture>>,
}

impl Streams {
    fn both(&self) -> impl Iterator<Item = &Arc<Capture>> {
        self.stdout.iter().chain(&self.stderr)
    }

    fn is_gone(&self) -> bool {
        self.both().all(|capture| capture.has_ended())
    }

    fn has_words(&self) -> bool {
        self.both().any(|capture| !capture.lock().bytes.is_empty())
    }
}

/// Reads the pipes of all workers of a backend.
#[derive(Debug)]
pub(crate) struct Reader {
    inner: Arc<Inner>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Inner {
    epoll: OwnedFd,
    wake: OwnedFd,
    state: Mutex<Registry>,
    turn: Mutex<()>,
}

#[derive(Debug, Default)]
struct Registry {
    pipes: HashMap<u64, Pipe>,
    next: u64,
    closed: bool,
}

#[derive(Debug)]
struct Pipe {
    end: OwnedFd,
    capture: Arc<Capture>,
    onward: Onward,
    /// The start of a line that has no end yet.
    line: Vec<u8>,
    since: Instant,
}

impl Reader {
    pub(crate) fn start() -> Result<Self, Error> {
        let failed = |errno| Error::start_io("the reader of the workers' output could not be made", errno);
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC).map_err(failed)?;
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).map_err(failed)?;
        epoll::add(&epoll, &wake, epoll::EventData::new_u64(WAKE), epoll::EventFlags::IN).map_err(failed)?;
        let inner = Arc::new(Inner { epoll, wake, state: Mutex::default(), turn: Mutex::default() });
        let shared = Arc::clone(&inner);
        let thread = std::thread::Builder::new()
            .name("wirecheck-output".to_owned())
            .spawn(move || shared.run())
            .map_err(|error| {
                Error::start_io("the reader of the workers' output could not be started", error)
            })?;
        Ok(Self { inner, thread: Some(thread) })
    }

    /// Reads what is in the pipes now: what a task wrote before it answered is kept then.
    pub(crate) fn catch_up(&self) {
        let mut buffer = vec![0_u8; 16 * 1024];
        let _turn = self.inner.turn();
        let all: Vec<u64> = self.inner.lock().pipes.keys().copied().collect();
        for id in all {
            // No further than a pipe is long: one that is written to without end must not hold this up.
            for _ in 0..8 {
                if !self.inner.read(id, &mut buffer) {
                    break;
                }
            }
        }
    }

    /// Reads a pipe from now on. The end must not block.
    pub(crate) fn add(&self, end: OwnedFd, onward: Onward) -> Result<Arc<Capture>, Error> {
        let capture = Arc::new(Capture::default());
        let mut state = self.inner.lock();
        let id = state.next;
        state.next += 1;
        epoll::add(&self.inner.epoll, &end, epoll::EventData::new_u64(id), epoll::EventFlags::IN)
            .map_err(|errno| Error::start_io("the output of a worker cannot be read", errno))?;
        let pipe =
            Pipe { end, capture: Arc::clone(&capture), onward, line: Vec::new(), since: Instant::now() };
        state.pipes.insert(id, pipe);
        Ok(capture)
    }
}

impl Drop for Reader {
    /// What was written until now is still read and passed on.
    fn drop(&mut self) {
        self.inner.lock().closed = true;
        let _ = rustix::io::write(&self.inner.wake, &1_u64.to_ne_bytes());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn run(&self) {
        let mut events = Vec::with_capacity(64);
        let mut buffer = vec![0_u8; 16 * 1024];
        loop {
            let unended = self.lock().pipes.values().any(|pipe| !pipe.line.is_empty());
            let timeout = if unended { Timespec::try_from(UNENDED).ok() } else { None };
            events.clear();
            let space = rustix::buffer::spare_capacity(&mut events);
            match epoll::wait(&self.epoll, space, timeout.as_ref()) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
            let ready: Vec<u64> = events.iter().map(|event| event.data.u64()).collect();
            let turn = self.turn();
            for id in ready.iter().filter(|id| **id != WAKE) {
                self.read(*id, &mut buffer);
            }
            drop(turn);
            if self.lock().closed {
                // The workers are gone: what is in the pipes is all there will be.
                let left: Vec<u64> = self.lock().pipes.keys().copied().collect();
                for id in left {
                    // No more than a pipe holds: a process that a worker left behind may write for ever.
                    (0..IN_A_PIPE.div_ceil(buffer.len())).all(|_| self.read(id, &mut buffer));
                    self.with(id, |pipe| {
                        pipe.finish();
                        false
                    });
                }
                return;
            }
            let late = |pipe: &Pipe| !pipe.line.is_empty() && pipe.since.elapsed() >= UNENDED;
            let _turn = self.turn();
            let late: Vec<u64> =
                self.lock().pipes.iter().filter(|(_, pipe)| late(pipe)).map(|(id, _)| *id).collect();
            for id in late {
                self.with(id, |pipe| {
                    pipe.pass_on_all();
                    true
                });
            }
        }
    }

    /// Reads once; gives whether there may be more now.
    fn read(&self, id: u64, buffer: &mut [u8]) -> bool {
        let mut more = false;
        self.with(id, |pipe| match rustix::io::read(&pipe.end, &mut *buffer) {
            Ok(n) if n > 0 => {
                let bytes = buffer.get(..n).unwrap_or_default();
                pipe.capture.push(bytes);
                pipe.pass_on(bytes);
                more = true;
                true
            }
            Err(rustix::io::Errno::INTR) => {
                more = true;
                true
            }
            Err(rustix::io::Errno::AGAIN) => true,
            _ => {
                let _ = epoll::delete(&self.epoll, pipe.end.as_fd());
                pipe.finish();
                false
            }
        });
        more
    }

    /// Uses a pipe outside the lock, since passing its bytes on may take long; keeps it if that says so.
    fn with(&self, id: u64, usage: impl FnOnce(&mut Pipe) -> bool) {
        let pipe = self.lock().pipes.remove(&id);
        if let Some(mut pipe) = pipe
            && usage(&mut pipe)
        {
            self.lock().pipes.insert(id, pipe);
        }
    }

    /// One reads at a time, so that each finds all pipes.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pipe {
    /// Passes whole lines on, so that those of several workers do not mix.
    fn pass_on(&mut self, bytes: &[u8]) {
        if self.onward == Onward::Nowhere {
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
    }

    fn write(&mut self, n: usize) {
        let lines: Vec<u8> = self.line.drain(..n).collect();
        let mut left = lines.as_slice();
        while !left.is_empty() {
            // Not through std: a thread of this program may hold its lock while it waits for us.
            let written = match self.onward {
                Onward::Stdout => rustix::io::write(rustix::stdio::stdout(), left),
                Onward::Stderr => rustix::io::write(rustix::stdio::stderr(), left),
                Onward::Nowhere => return,
            };
            match written {
                Ok(n) => left = left.get(n..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                // A closed standard stream of this program is no reason to lose a task.
                Err(_) => return,
            }
        }
    }

    fn finish(&mut self) {
        if !self.line.is_empty() {
            // Whoever writes next begins a line.
            self.line.push(b'\n');
        }
        self.pass_on_all();
        self.capture.end();
    }
}

/// Workers whose output is kept while nobody asks for it, in addition to those that are alive.
const MOST_KEPT: usize = 1024;

/// Makes room for another worker: forgets those that are gone and said nothing, and then the first that is gone.
pub(crate) fn make_room(streams: &mut Vec<Streams>) {
    if streams.len() < MOST_KEPT {
        return;
    }
    streams.retain(|worker| !worker.is_gone() || worker.has_words());
    if streams.len() >= MOST_KEPT
        && let Some(at) = streams.iter().position(Streams::is_gone)
    {
        streams.remove(at);
    }
}

/// Forgets streams of workers that are gone and whose output was taken.
pub(crate) fn take_all(streams: &mut Vec<Streams>) -> Vec<(u32, String, String)> {
    let text =
        |capture: &Option<Arc<Capture>>| capture.as_ref().map(|capture| capture.take()).unwrap_or_default();
    let mut taken = Vec::new();
    streams.retain(|worker| {
        // Looked at first: what is written in between is there the next time.
        let gone = worker.is_gone();
        let (stdout, stderr) = (text(&worker.stdout), text(&worker.stderr));
        if !stdout.is_empty() || !stderr.is_empty() {
            taken.push((worker.pid, stdout, stderr));
        }
        !gone
    });
    taken
}
/// What was said, without the frames that `RUST_BACKTRACE` adds after it: they would push it out of what is shown.
fn without_backtraces(text: &str) -> String {
    let mut in_frames = false;
    let is_told = |line: &&str| {
        in_frames = line.trim_end() == "stack backtrace:" || (in_frames && line.starts_with(' '));
        !in_frames
    };
    text.split_inclusive('\n').filter(is_told).collect()
}
