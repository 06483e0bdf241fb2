//! A stream between a pool and a simulated worker.

use super::tamper::{Tamper, Tampering};
use super::world::note_change;
use super::{hooks, with};
use crate::wire::{FrameReader, ReceiveStatus};
use rustix::event::{EventfdFlags, eventfd};
use std::fmt;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Mutex, MutexGuard};

#[derive(Debug)]
struct Pipe {
    to_worker: Bytes,
    to_parent: Bytes,
    /// Bytes that each direction holds.
    capacity: usize,
    /// The parent sends no more.
    is_parent_done: bool,
    /// The parent wants to know when it can send.
    parent_wants_room: bool,
    /// No more is taken from the worker.
    is_shut: bool,
    /// The worker's process is gone.
    is_worker_gone: bool,
    parent: Readiness,
    worker: Readiness,
    tampering: Tampering,
}

/// A descriptor that is readable when it is set.
#[derive(Debug)]
struct Readiness {
    event: Arc<OwnedFd>,
    is_set: bool,
}

impl Readiness {
    fn new() -> Self {
        let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).expect("an event");
        Self { event: Arc::new(event), is_set: false }
    }

    fn set(&mut self, is_set: bool) {
        if self.is_set == is_set {
            return;
        }
        self.is_set = is_set;
        if is_set {
            rustix::io::write(&self.event, &1_u64.to_ne_bytes()).expect("room in an event");
        } else {
            rustix::io::read(&self.event, &mut [0_u8; 8]).expect("an event that is set");
        }
    }
}

impl Pipe {
    fn changed(&mut self) {
        let has_room = self.parent_wants_room && self.to_worker.len() < self.capacity;
        self.parent.set(!self.to_parent.is_empty() || self.is_worker_gone || self.is_shut || has_room);
        self.worker.set(!self.to_worker.is_empty() || self.is_parent_done);
        note_change();
    }
}

/// Bytes under way.
#[derive(Debug, Default)]
struct Bytes {
    all: Vec<u8>,
    /// How many of them were received.
    taken: usize,
}

impl Bytes {
    fn len(&self) -> usize {
        self.all.len() - self.taken
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves some of them on, as many as chance says; returns their number.
    fn take_some(&mut self, frames: &mut FrameReader) -> usize {
        let n = with(|world| world.some_of(self.len()));
        frames.extend(&self.all[self.taken..self.taken + n]);
        self.taken += n;
        if self.is_empty() {
            self.all.clear();
            self.taken = 0;
        }
        n
    }
}

/// The pool's end.
#[derive(Debug)]
pub(crate) struct ParentEnd {
    pipe: Arc<Mutex<Pipe>>,
    event: Arc<OwnedFd>,
}

/// The worker's end.
pub(crate) struct WorkerEnd {
    pipe: Arc<Mutex<Pipe>>,
    event: Arc<OwnedFd>,
}

/// Both ends of a new stream.
pub(super) fn pair(capacity: usize, tamper: Option<Tamper>) -> (ParentEnd, WorkerEnd) {
    let (parent, worker) = (Readiness::new(), Readiness::new());
    let events = (Arc::clone(&parent.event), Arc::clone(&worker.event));
    let pipe = Arc::new(Mutex::new(Pipe {
        to_worker: Bytes::default(),
        to_parent: Bytes::default(),
        capacity,
        is_parent_done: false,
        parent_wants_room: false,
        is_shut: false,
        is_worker_gone: false,
        parent,
        worker,
        tampering: Tampering::new(tamper),
    }));
    (ParentEnd { pipe: Arc::clone(&pipe), event: events.0 }, WorkerEnd { pipe, event: events.1 })
}

impl ParentEnd {
    fn pipe(&self) -> MutexGuard<'_, Pipe> {
        self.pipe.lock().expect("no panic in a pipe")
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> usize {
        let mut pipe = self.pipe();
        let room = pipe.capacity.saturating_sub(pipe.to_worker.len());
        if pipe.is_worker_gone || pipe.is_parent_done || pipe.is_shut || room == 0 {
            return 0;
        }
        let n = with(|world| world.some_of(room.min(bytes.len())));
        pipe.to_worker.all.extend_from_slice(&bytes[..n]);
        pipe.changed();
        n
    }

    pub(crate) fn receive(&self, frames: &mut FrameReader) -> ReceiveStatus {
        let mut pipe = self.pipe();
        if pipe.to_parent.is_empty() {
            let has_ended = pipe.is_worker_gone || pipe.is_shut;
            return if has_ended { ReceiveStatus::End } else { ReceiveStatus::Nothing };
        }
        let n = pipe.to_parent.take_some(frames);
        pipe.changed();
        ReceiveStatus::Bytes(n)
    }

    /// What becomes readable when there is something to receive, or room for what is unsent.
    pub(crate) fn wait_on(&self, unsent: bool) -> BorrowedFd<'_> {
        let mut pipe = self.pipe();
        if pipe.parent_wants_room != unsent {
            pipe.parent_wants_room = unsent;
            pipe.changed();
        }
        self.event.as_fd()
    }

    /// Sends no more.
    pub(crate) fn finish(&self) {
        let mut pipe = self.pipe();
        pipe.is_parent_done = true;
        pipe.changed();
    }

    /// Takes and sends no more.
    pub(crate) fn shut(&self) {
        let mut pipe = self.pipe();
        pipe.is_parent_done = true;
        pipe.is_shut = true;
        pipe.changed();
    }
}

impl WorkerEnd {
    fn pipe(&self) -> MutexGuard<'_, Pipe> {
        self.pipe.lock().expect("no panic in a pipe")
    }

    /// The worker's process is gone.
    pub(super) fn close(&self) {
        let mut pipe = self.pipe();
        pipe.is_worker_gone = true;
        pipe.changed();
    }

    pub(super) fn again(&self) -> Self {
        Self { pipe: Arc::clone(&self.pipe), event: Arc::clone(&self.event) }
    }

    /// Waits for bytes and receives once.
    pub(crate) fn receive(&self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        hooks::yield_now();
        loop {
            if with(|world| world.is_over_for_current()) {
                return Ok(ReceiveStatus::End);
            }
            let mut pipe = self.pipe();
            if pipe.is_worker_gone {
                return Err(closed());
            }
            if !pipe.to_worker.is_empty() {
                let n = pipe.to_worker.take_some(frames);
                pipe.changed();
                return Ok(ReceiveStatus::Bytes(n));
            }
            if pipe.is_parent_done {
                return Ok(ReceiveStatus::End);
            }
            drop(pipe);
            hooks::wait(None);
        }
    }

    fn tampered(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let tampering = &mut self.pipe().tampering;
        tampering.tamper.map(|_| tampering.apply(bytes))
    }

    /// Sends all of the bytes, however long that takes.
    pub(crate) fn send_all(&self, bytes: &[u8]) -> io::Result<()> {
        let tampered = self.tampered(bytes);
        let mut bytes = tampered.as_deref().unwrap_or(bytes);
        while !bytes.is_empty() {
            hooks::step();
            let mut pipe = self.pipe();
            if pipe.is_shut || with(|world| world.is_over_for_current()) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            if pipe.is_worker_gone {
                return Err(closed());
            }
            let room = pipe.capacity.saturating_sub(pipe.to_parent.len());
            if room == 0 {
                drop(pipe);
                hooks::wait(None);
                continue;
            }
            let n = with(|world| world.some_of(room.min(bytes.len())));
            pipe.to_parent.all.extend_from_slice(&bytes[..n]);
            pipe.changed();
            bytes = &bytes[n..];
        }
        hooks::step();
        Ok(())
    }
}

/// The process has closed its end and goes on.
fn closed() -> io::Error {
    rustix::io::Errno::BADF.into()
}

/// In a few words: all ends are shown when a run fails.
impl fmt::Debug for WorkerEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pipe = self.pipe();
        write!(f, "{} bytes to it, {} from it", pipe.to_worker.len(), pipe.to_parent.len())?;
        write!(f, ", done {}, shut {}", pipe.is_parent_done, pipe.is_shut)
    }
}

impl AsFd for WorkerEnd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}
