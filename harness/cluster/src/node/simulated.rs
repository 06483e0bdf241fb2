//! A node without processes and sockets: its workers are queues of tasks, each of which takes its time.

use super::host::{Host, Worker};
use super::peers::{Peers, StartHost};
use super::programs::Programs;
use crate::beat::Beat;
use crate::caller::read_frame;
use crate::tunnel::{Entry, Key, LinkId, TAG};
use bytes::Bytes;
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::unbounded_channel;
use wirecheck::Error;
use wirecheck::cluster::{MemoryChannel, SeatCommand, not_started};

/// Starts simulated workers. Each has a number of its own.
pub(crate) struct SimHost {
    started: Cell<u64>,
}

pub(crate) struct SimWorker {
    number: u64,
    waiting: VecDeque<u8>,
    is_busy: bool,
}

impl Host for SimHost {
    type Worker = SimWorker;

    fn with(&self, _: &[u8]) -> Result<Self, Error> {
        Err(not_started("nobody asks for that"))
    }

    fn start(&self) -> Result<SimWorker, Error> {
        self.started.set(self.started.get() + 1);
        Ok(SimWorker { number: self.started.get(), waiting: VecDeque::new(), is_busy: false })
    }
}

impl Worker for SimWorker {
    fn write(&mut self, bytes: &[u8]) -> Option<usize> {
        self.waiting.extend(bytes);
        Some(bytes.len())
    }

    fn command(&mut self, _: SeatCommand) {}

    fn kill(&mut self) {
        // It is dropped.
    }

    fn memory(&self) -> Option<&MemoryChannel> {
        None
    }
}

/// A task that runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Running {
    link: LinkId,
    seat: u64,
    worker: u64,
    frame: [u8; 8],
}

impl Running {
    pub(crate) fn task(&self) -> u32 {
        read_frame(self.frame).0
    }

    /// The number of its caller.
    pub(crate) fn caller(&self) -> u64 {
        self.link >> 32
    }

    pub(crate) fn time(&self) -> Duration {
        read_frame(self.frame).1
    }
}

/// See the [module](self).
pub(crate) struct SimNode {
    peers: Peers<SimHost>,
}

impl SimNode {
    pub(crate) fn new(own: Beat) -> Self {
        let programs = Programs::new(SimHost { started: Cell::new(0) }, None);
        let start: StartHost<SimHost> = Box::new(|_, _| Err(not_started("it has one program")));
        let peers = Peers::new(Key::of(b""), (programs, start), own, unbounded_channel().0, Rc::default());
        Self { peers }
    }

    pub(crate) fn id(&self) -> &str {
        &self.peers.own.id
    }

    pub(crate) fn beat(&self) -> Bytes {
        let mut message = vec![0; TAG];
        self.peers.beat().write(&mut message);
        self.peers.key.seal(&mut message);
        message.into()
    }

    /// How many callers it works for.
    pub(crate) fn callers(&self) -> usize {
        self.peers.peers.len()
    }

    pub(crate) fn reconnected(&mut self, now: Instant) {
        self.peers.peers.values_mut().for_each(|peer| peer.link.send_again(now));
    }

    /// Takes a message; returns what its sender is to be told at once.
    pub(crate) fn take(&mut self, message: &[u8], from: &str, now: Instant) -> Option<Bytes> {
        self.peers.take(message, Some(from), now)
    }

    pub(crate) fn collect(&mut self, now: Instant) -> (Vec<(String, Bytes)>, Instant) {
        self.peers.collect(now)
    }

    pub(crate) fn look(&mut self, now: Instant) {
        self.peers.forget_silent(now);
        self.peers.make_room(now);
    }

    /// Starts the next tasks of workers that have nothing to do.
    pub(crate) fn begin(&mut self) -> Vec<Running> {
        self.peers.placed.clear();
        let mut begun = Vec::new();
        for (link, peer) in &mut self.peers.peers {
            for (seat, worker) in
                peer.seats.iter_mut().filter_map(|(n, seat)| Some((*n, seat.worker.as_mut()?)))
            {
                if worker.is_busy || worker.waiting.len() < 8 {
                    continue;
                }
                worker.is_busy = true;
                let frame: Vec<u8> = worker.waiting.drain(..8).collect();
                let frame = frame.try_into().expect("eight bytes");
                begun.push(Running { link: *link, seat, worker: worker.number, frame });
            }
        }
        begun
    }

    /// A task has ended, if its worker is still there.
    pub(crate) fn ended(&mut self, task: Running) {
        let Some(peer) = self.peers.peers.get_mut(&task.link) else { return };
        let Some(seat) = peer.seats.get_mut(&task.seat) else { return };
        let Some(worker) = seat.worker.as_mut().filter(|worker| worker.number == task.worker) else { return };
        worker.is_busy = false;
        assert!(seat.flow.room() >= 8, "a caller takes its answers");
        peer.link.push(task.seat, Entry::Data { bytes: &task.frame });
        seat.flow.sent(8);
    }
}
