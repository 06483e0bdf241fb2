//! A stream between a pool and a simulated worker.

use super::world::note_change;
use super::{hooks, with};
use crate::wire::{FrameReader, ReceiveStatus};
use rustix::event::{EventfdFlags, eventfd};
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, Mutex, MutexGuard};

#[derive(Debug)]
struct Pipe {
    to_worker: VecDeque<u8>,
    to_parent: VecDeque<u8>,
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

/// Takes some of `from`, as many as chance says.
fn take_some(from: &mut VecDeque<u8>) -> Vec<u8> {
    let n = with(|world| world.some_of(from.len()));
    from.drain(..n).collect()
}

/// The pool's end.
#[derive(Debug)]
pub(crate) struct ParentEnd {
    pipe: Arc<Mutex<Pipe>>,
    event: Arc<OwnedFd>,
}

/// The worker's end.
#[derive(Debug)]
pub(crate) struct WorkerEnd {
    pipe: Arc<Mutex<Pipe>>,
    event: Arc<OwnedFd>,
}

/// Both ends of a new stream.
pub(crate) fn pair(capacity: usize) -> (ParentEnd, WorkerEnd) {
    let (parent, worker) = (Readiness::new(), Readiness::new());
    let events = (Arc::clone(&parent.event), Arc::clone(&worker.event));
    let pipe = Arc::new(Mutex::new(Pipe {
        to_worker: VecDeque::new(),
        to_parent: VecDeque::new(),
        capacity,
        is_parent_done: false,
        parent_wants_room: false,
        is_shut: false,
        is_worker_gone: false,
        parent,
        worker,
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
        pipe.to_worker.extend(&bytes[..n]);
        pipe.changed();
        n
    }

    pub(crate) fn receive(&self, frames: &mut FrameReader) -> ReceiveStatus {
        let mut pipe = self.pipe();
        if pipe.to_parent.is_empty() {
            let has_ended = pipe.is_worker_gone || pipe.is_shut;
            return if has_ended { ReceiveStatus::End } else { ReceiveStatus::Nothing };
        }
        let bytes = take_some(&mut pipe.to_parent);
        frames.extend(&bytes);
        pipe.changed();
        ReceiveStatus::Bytes(bytes.len())
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
            if !pipe.to_worker.is_empty() {
                let bytes = take_some(&mut pipe.to_worker);
                frames.extend(&bytes);
                pipe.changed();
                return Ok(ReceiveStatus::Bytes(bytes.len()));
            }
            if pipe.is_parent_done {
                return Ok(ReceiveStatus::End);
            }
            drop(pipe);
            hooks::wait(None);
        }
    }

    /// Sends all of the bytes, however long that takes.
    pub(crate) fn send_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            hooks::step();
            let mut pipe = self.pipe();
            if pipe.is_shut || with(|world| world.is_over_for_current()) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let room = pipe.capacity.saturating_sub(pipe.to_parent.len());
            if room == 0 {
                drop(pipe);
                hooks::wait(None);
                continue;
            }
            let n = with(|world| world.some_of(room.min(bytes.len())));
            pipe.to_parent.extend(&bytes[..n]);
            pipe.changed();
            bytes = &bytes[n..];
        }
        hooks::step();
        Ok(())
    }
}

impl AsFd for WorkerEnd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}
