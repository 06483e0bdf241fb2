//! The bytes of one seat: from bundles into the worker's socket, and from there into bundles.

use super::peers::{Peer, Peers, Seat};
use super::results::Results;
use crate::tunnel::{Entry, Link, LinkId};
use std::cell::RefCell;
use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::sync::Notify;
use wirecheck::cluster::{SeatEnd, SeatLine, SeatReport};

/// How often a worker is looked at that says nothing: whether answers wait in it, and whether it has ended.
const LOOK: Duration = Duration::from_millis(10);
/// How often it is told what a worker does.
const REPORT: Duration = Duration::from_millis(50);
/// The same where nothing but its memory may have changed.
const SLOW_REPORT: Duration = Duration::from_secs(1);
/// The most bytes of one entry.
const PART: usize = 64 << 10;

/// Passes the bytes of a seat on until it is over.
pub(super) async fn run(peers: Rc<RefCell<Peers>>, id: LinkId, seat: u64) {
    let socket = {
        let mut peers = peers.borrow_mut();
        let found = peers.peers.get_mut(&id).and_then(|peer| peer.seats.get_mut(&seat));
        found.and_then(|seat| {
            let socket = StdStream::from(seat.worker.as_ref()?.socket().try_clone_to_owned().ok()?);
            socket.set_nonblocking(true).ok()?;
            Some((UnixStream::from_std(socket).ok()?, Rc::clone(&seat.changed)))
        })
    };
    let Some((socket, changed)) = socket else {
        // There is no descriptor left for it. The caller sees a worker that ended.
        peers.borrow_mut().release(id, seat);
        return;
    };
    let mut pump = Pump {
        peers,
        id,
        seat,
        unsent: Vec::new(),
        end: None,
        results: Results::default(),
        is_closed: false,
        is_broken: false,
        told: None,
    };
    loop {
        let Some(next) = pump.turn(false) else { return };
        wait(&mut pump, &socket, &changed, next).await;
    }
}

/// What to wait for.
struct Next {
    reads: bool,
    writes: bool,
}

/// `socket` is the one of the worker. It is waited on here; the worker reads and writes.
async fn wait(pump: &mut Pump, socket: &UnixStream, changed: &Notify, next: Next) {
    // The socket is waited for again only if a turn has left nothing to do for it.
    let would_block = |still: bool| if still { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) };
    tokio::select! {
        ready = socket.readable(), if next.reads => if ready.is_ok() {
            let turn = || would_block(pump.turn(false).is_some_and(|next| next.reads));
            let _: io::Result<()> = socket.try_io(Interest::READABLE, turn);
        },
        ready = socket.writable(), if next.writes => if ready.is_ok() {
            let turn = || would_block(pump.turn(false).is_some_and(|next| next.writes));
            let _: io::Result<()> = socket.try_io(Interest::WRITABLE, turn);
        },
        () = changed.notified() => {}
        () = tokio::time::sleep(LOOK) => drop(pump.turn(true)),
    }
}

struct Pump {
    peers: Rc<RefCell<Peers>>,
    id: LinkId,
    seat: u64,
    /// Answers that wait for room.
    unsent: Vec<u8>,
    /// Memory that they refer to.
    results: Results,
    end: Option<SeatEnd>,
    /// Whether the worker was told that nothing more comes.
    is_closed: bool,
    /// Whether the worker takes nothing more.
    is_broken: bool,
    /// What was reported last, and when.
    told: Option<(SeatReport, Instant)>,
}

impl Pump {
    /// Passes on what can be. `None` once the seat is over.
    fn turn(&mut self, looks: bool) -> Option<Next> {
        let peers = Rc::clone(&self.peers);
        let mut peers = peers.borrow_mut();
        let Peers { peers: all, wake, own, .. } = &mut *peers;
        let Peer { link, seats, memories, .. } = all.get_mut(&self.id)?;
        let seat = seats.get_mut(&self.seat)?;
        // For which there was no room before.
        if looks && !seat.awaited.is_empty() && memories.hand_to(self.seat, seat, link) {
            wake.notify_one();
        }
        let Seat { worker, flow, is_finished, idle_since, .. } = seat;
        let worker = worker.as_mut()?;
        // What it is to do.
        while !flow.waiting().is_empty() {
            let taken = if self.is_broken { None } else { worker.write(flow.waiting()) };
            self.is_broken |= taken.is_none();
            let taken = taken.unwrap_or(flow.waiting().len());
            if taken == 0 {
                break;
            }
            *idle_since = None;
            if let Some(passed) = flow.passed(taken) {
                link.push(self.seat, Entry::Credit { passed });
                wake.notify_one();
            }
        }
        let writes = !flow.waiting().is_empty();
        if *is_finished && !writes && !self.is_closed {
            worker.close();
            self.is_closed = true;
        }
        // What it has answered.
        loop {
            // First the memory that it refers to.
            if !self.results.send(self.seat, &own.name, link) {
                break;
            }
            let part = self.unsent.len().min(flow.room()).min(PART);
            if part > 0 && link.has_room() {
                *idle_since = None;
                if worker.is_traced() {
                    let mut bytes = Vec::new();
                    worker.report().write(&mut bytes);
                    link.push(self.seat, Entry::Report { report: &bytes });
                }
                link.push(self.seat, Entry::Data { bytes: &self.unsent[..part] });
                flow.sent(part);
                self.unsent.drain(..part);
                wake.notify_one();
            } else if !self.unsent.is_empty() || worker.is_at_end() || !worker.read(&mut self.unsent) {
                break;
            } else if let Some(worked) = worker.take_worked() {
                let nanos = u64::try_from(worked.as_nanos()).unwrap_or(u64::MAX);
                link.push(self.seat, Entry::Worked { nanos });
            }
            if let Some(channel) = worker.memory() {
                self.results.take(channel, memories);
            }
        }
        // Results go first.
        while looks && link.has_room() {
            let Some(line) = worker.next_line() else { break };
            push_line(self.seat, &line, link);
            wake.notify_one();
        }
        if !self.unsent.is_empty() || !worker.is_idle() {
            *idle_since = None;
        } else if looks {
            idle_since.get_or_insert_with(Instant::now);
        }
        if looks && self.results.tidy(self.seat, link, Instant::now()) {
            wake.notify_one();
        }
        if (looks || worker.is_at_end()) && self.end.is_none() && self.unsent.is_empty() {
            self.end = worker.try_end(&mut self.unsent);
            if self.end.is_none() && looks {
                worker.take_waiting(&mut self.unsent);
            }
            if let Some(channel) = worker.memory().filter(|_| !self.unsent.is_empty()) {
                self.results.take(channel, memories);
            }
            if self.end.is_none() && looks && link.has_room() {
                let report = worker.report();
                if is_due(&report, self.told.as_ref()) {
                    let mut bytes = Vec::new();
                    report.write(&mut bytes);
                    link.push(self.seat, Entry::Report { report: &bytes });
                    self.told = Some((report, Instant::now()));
                    wake.notify_one();
                }
            }
        }
        if let Some(end) = self.end.as_ref().filter(|_| self.unsent.is_empty()) {
            // There are few of them.
            while let Some(line) = worker.next_line() {
                push_line(self.seat, &line, link);
            }
            let mut bytes = Vec::new();
            end.write(&mut bytes);
            link.push(self.seat, Entry::Ended { end: &bytes });
            wake.notify_one();
            peers.release(self.id, self.seat);
            return None;
        }
        Some(Next { reads: self.unsent.is_empty() && !worker.is_at_end(), writes })
    }
}

fn push_line(seat: u64, line: &SeatLine, link: &mut Link) {
    let mut bytes = Vec::new();
    line.write(&mut bytes);
    link.push(seat, Entry::Line { line: &bytes });
}

fn is_due(report: &SeatReport, told: Option<&(SeatReport, Instant)>) -> bool {
    let Some((told, at)) = told else { return true };
    let timed = report.running_for.is_some() || told.running_for.is_some();
    let is_new = timed && (report.running != told.running || report.running_for != told.running_for);
    at.elapsed() >= if is_new || report.is_ending != told.is_ending { REPORT } else { SLOW_REPORT }
}
