//! The bytes of one seat: from the pool's socket into bundles, and from bundles into the socket.

use super::nodes::Node;
use super::seats::{Hub, Place, Seat};
use crate::tunnel::{Entry, Link};
use bytes::BufMut;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::rc::Rc;
use std::time::Duration;
use tokio::net::UnixStream;

/// The most bytes that one read takes.
const READ: usize = 64 << 10;
/// How often it is looked again where bundles have no room.
const FULL: Duration = Duration::from_millis(2);

/// What a turn was stopped by.
enum Turn {
    /// More when the socket has bytes, or takes some.
    Wait {
        reads: bool,
        writes: bool,
        is_full: bool,
    },
    Over,
}

/// Passes the bytes of a seat on until it is over.
pub(super) async fn run(hub: Rc<RefCell<Hub>>, seat: u64) {
    let taken = hub.borrow_mut().seats.get_mut(&seat).and_then(|seat| {
        let stream = StdStream::from(seat.stream.take()?);
        stream.set_nonblocking(true).ok()?;
        Some((UnixStream::from_std(stream).ok()?, Rc::clone(&seat.changed)))
    });
    let Some((stream, changed)) = taken else {
        // There is no descriptor left for it, or the seat is gone.
        if let Some(gone) = hub.borrow_mut().seats.get(&seat) {
            gone.status.refused("its stream could not be opened".to_owned());
        }
        hub.borrow_mut().release(seat);
        return;
    };
    let mut pump = Pump { hub, seat, stream, is_finished: false, is_unread: false };
    loop {
        let Turn::Wait { reads, writes, is_full } = pump.turn() else { return };
        tokio::select! {
            ready = pump.stream.readable(), if reads => drop(ready),
            ready = pump.stream.writable(), if writes => drop(ready),
            () = changed.notified() => {}
            () = tokio::time::sleep(FULL), if is_full => {}
        }
    }
}

/// The link to the node that has the worker of a seat.
fn link_of<'a>(nodes: &'a mut BTreeMap<String, Node>, seat: &Seat) -> Option<&'a mut Link> {
    match &seat.place {
        Place::On(node) => nodes.get_mut(node).map(|node| &mut node.link),
        Place::Waiting | Place::Asked(_) => None,
    }
}

struct Pump {
    hub: Rc<RefCell<Hub>>,
    seat: u64,
    stream: UnixStream,
    /// Whether the pool has said that nothing more comes.
    is_finished: bool,
    /// Whether the pool reads no more.
    is_unread: bool,
}

impl Pump {
    fn turn(&mut self) -> Turn {
        let mut hub = self.hub.borrow_mut();
        let Hub { seats, nodes, wake, memories, .. } = &mut *hub;
        let Some(seat) = seats.get_mut(&self.seat) else { return Turn::Over };
        let mut link = link_of(nodes, seat);
        // Whether memory has to be handed over first, and there is no room for that.
        let mut is_held = false;
        // What the worker has answered.
        while !seat.flow.waiting().is_empty() {
            let written = if self.is_unread {
                Ok(seat.flow.waiting().len())
            } else {
                let position = seat.flow.passed_in_all();
                let Some(most) = seat.results.hand_over(position, &seat.memory, memories) else {
                    is_held = true;
                    break;
                };
                let waiting = seat.flow.waiting();
                self.stream.try_write(&waiting[..waiting.len().min(most)])
            };
            match written {
                Ok(n) => {
                    if let (Some(passed), Some(link)) = (seat.flow.passed(n), link.as_mut()) {
                        link.push(self.seat, Entry::Credit { passed });
                        wake.notify_one();
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(_) => self.is_unread = true,
            }
        }
        let is_done = seat.flow.waiting().is_empty();
        let writes = !is_done && !is_held;
        if is_done && let Some(end) = seat.end.take() {
            seat.status.ended(end);
            seats.remove(&self.seat);
            return Turn::Over;
        }
        loop {
            let Hub { seats, nodes, wake, announced, .. } = &mut *hub;
            let Some(seat) = seats.get_mut(&self.seat) else { return Turn::Over };
            // What it is to do. Once it has ended, nothing.
            let Some(link) = link_of(nodes, seat).filter(|_| seat.end.is_none()) else {
                return Turn::Wait { reads: false, writes, is_full: is_held };
            };
            let room = seat.flow.room().min(READ);
            if self.is_finished || room == 0 || !link.has_room() {
                let is_full = room > 0 && !self.is_finished || is_held;
                return Turn::Wait { reads: false, writes, is_full };
            }
            let read = |out: &mut Vec<u8>| self.stream.try_read_buf(&mut out.limit(room));
            match link.push_read(self.seat, room, read) {
                Ok(n) if n > 0 => {
                    seat.flow.sent(n);
                    wake.notify_one();
                    // Memory that these bytes refer to was announced before they were written, and goes before them.
                    if announced.is_empty() {
                        continue;
                    }
                    let taken = link_of(nodes, seat).map(|link| link.take_back(n)).unwrap_or_default();
                    hub.take_announced();
                    let Hub { seats, nodes, .. } = &mut *hub;
                    if let Some(link) = seats.get(&self.seat).and_then(|seat| link_of(nodes, seat)) {
                        link.push(self.seat, Entry::Data { bytes: &taken });
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Turn::Wait { reads: true, writes, is_full: is_held };
                }
                // Its end, or that of a pool that is gone.
                Ok(_) | Err(_) => {
                    self.is_finished = true;
                    link.push(self.seat, Entry::Finished);
                    wake.notify_one();
                }
            }
        }
    }
}
