//! A caller without sockets and clocks, with a pool that is as simple as one can be: each seat gets a few tasks ahead.

use super::exchange::{Answer, Asked, Asking, Looked, ToNodes};
use super::nodes::tests::hub;
use super::seats::{Hub, Order, Place};
use crate::program::ProgramInfo;
use crate::tunnel::{Entries, Entry, Link, LinkId, TAG};
use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wirecheck::cluster::{MemoryChannel, NewSeat, SeatStatus};

/// Tasks that a seat has at the most: one runs, and the next one waits.
const AHEAD: usize = 2;
/// A pool has at most so many workers.
const MOST_SEATS: usize = 4096;

/// What came of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    Lost,
}

/// A task as a frame: its number and how long it takes.
pub(crate) fn frame(task: u32, time: Duration) -> [u8; 8] {
    let millis = u32::try_from(time.as_millis()).expect("it is short");
    let mut frame = [0; 8];
    frame[..4].copy_from_slice(&task.to_le_bytes());
    frame[4..].copy_from_slice(&millis.to_le_bytes());
    frame
}

/// Reads what [`frame`] has made.
pub(crate) fn read_frame(frame: [u8; 8]) -> (u32, Duration) {
    let word = |at: usize| u32::from_le_bytes(frame[at..at + 4].try_into().expect("four bytes"));
    (word(0), Duration::from_millis(word(4).into()))
}

/// See the [module](self).
pub(crate) struct SimCaller {
    hub: Hub,
    time: Duration,
    retries: u32,
    queue: VecDeque<u32>,
    /// How often each task was given to a node.
    tries: Vec<u32>,
    pub(crate) outcomes: Vec<Option<Outcome>>,
    /// What is still to come.
    pub(crate) left: usize,
    /// The tasks of each seat.
    seats: BTreeMap<u64, VecDeque<u32>>,
    next_seat: u64,
    asking: BTreeMap<String, Asking>,
}

impl SimCaller {
    /// With so many tasks, each of which takes this time.
    pub(crate) fn new(new_link: fn() -> LinkId, tasks: usize, time: Duration, retries: u32) -> Self {
        Self {
            hub: Hub { new_link, ..hub() },
            time,
            retries,
            queue: (0..u32::try_from(tasks).expect("not so many")).collect(),
            tries: vec![0; tasks],
            outcomes: vec![None; tasks],
            left: tasks,
            seats: BTreeMap::new(),
            next_seat: 0,
            asking: BTreeMap::new(),
        }
    }

    pub(crate) fn program() -> ProgramInfo {
        ProgramInfo::of_tests()
    }

    /// The nodes that it knows.
    pub(crate) fn knows(&self, node: &str) -> bool {
        self.hub.nodes.contains_key(node)
    }

    pub(crate) fn nodes(&self) -> usize {
        self.hub.nodes.len()
    }

    /// Entries of tables that have to stay as small as the number of nodes: links, and nodes that did not hear.
    pub(crate) fn remembered(&self) -> usize {
        self.hub.links.len() + self.hub.deaf.len() + self.hub.seats.len().saturating_sub(self.seats.len())
    }

    pub(crate) fn hear(&mut self, beat: &[u8], now: Instant) {
        self.hub.hear(beat, now);
    }

    pub(crate) fn reconnected(&mut self, now: Instant) {
        self.hub.reconnected(now);
    }

    /// Takes a message; returns what its sender is to be told at once.
    pub(crate) fn take(&mut self, message: &[u8], now: Instant) -> Option<Bytes> {
        let answer = self.hub.take(message, now);
        let (_, entries) = Link::bundle_of(&message[TAG..])?;
        let touched: Vec<u64> = Entries(entries).map_while(Result::ok).map(|(seat, _)| seat).collect();
        for seat in touched {
            self.serve(seat);
        }
        self.hub.placed.clear();
        answer
    }

    pub(crate) fn collect(&mut self, now: Instant) -> (ToNodes, Instant) {
        self.hub.collect(now)
    }

    pub(crate) fn look(&mut self, now: Instant) -> Looked {
        let looked = self.hub.look(now);
        self.resize();
        for seat in self.seats.keys().copied().collect::<Vec<_>>() {
            self.serve(seat);
        }
        looked
    }

    pub(crate) fn answered(&mut self, node: &str, answer: Answer, now: Instant) -> Asked {
        let mut asking = self.asking.remove(node).unwrap_or_default();
        let asked = self.hub.answered(node, &mut asking, answer, now);
        if asked == Asked::Again {
            self.asking.insert(node.to_owned(), asking);
        }
        asked
    }

    /// As many seats as there are places and tasks.
    fn resize(&mut self) {
        let wanted = self.hub.board.places().clamp(1, MOST_SEATS).min(self.left);
        while self.seats.len() < wanted {
            let number = self.next_seat;
            self.next_seat += 1;
            let memory = MemoryChannel::closed().expect("a descriptor");
            let stream = std::fs::File::open("/dev/null").expect("it is there").into();
            let seat = NewSeat {
                number,
                stream,
                memory,
                status: Arc::new(SeatStatus::default()),
                setup: Arc::default(),
            };
            self.hub.order(Order::Open(seat));
            if let Some(seat) = self.hub.seats.get_mut(&number) {
                drop(seat.stream.take());
            }
            self.seats.insert(number, VecDeque::new());
        }
        let idle: Vec<u64> =
            self.seats.iter().filter(|(_, tasks)| tasks.is_empty()).map(|(n, _)| *n).collect();
        let over = self.seats.len().saturating_sub(wanted);
        for number in idle.into_iter().take(over) {
            self.seats.remove(&number);
            self.hub.order(Order::Release(number));
        }
    }

    /// Takes the answers of a seat, and gives it tasks.
    fn serve(&mut self, number: u64) {
        let Some(tasks) = self.seats.get_mut(&number) else { return };
        let Hub { seats, nodes, wake, .. } = &mut self.hub;
        let Some(seat) = seats.get_mut(&number) else {
            let lost = self.seats.remove(&number).unwrap_or_default();
            lost.into_iter().for_each(|task| self.lost(task));
            return;
        };
        let Place::On(node) = &seat.place else { return };
        let link = &mut nodes.get_mut(node).expect("a seat on a node that is known").link;
        while let Some(answer) = seat.flow.waiting().first_chunk::<8>() {
            let (task, _) = read_frame(*answer);
            assert_eq!(tasks.pop_front(), Some(task), "answers come in order");
            let outcome = &mut self.outcomes[task as usize];
            assert_eq!(*outcome, None, "the task {task} has two outcomes");
            *outcome = Some(Outcome::Right);
            self.left -= 1;
            if let Some(passed) = seat.flow.passed(8) {
                link.push(number, Entry::Credit { passed });
            }
        }
        while tasks.len() < AHEAD && seat.flow.room() >= 8 && link.has_room() {
            let Some(task) = self.queue.pop_front() else { break };
            self.tries[task as usize] += 1;
            tasks.push_back(task);
            link.push(number, Entry::Data { bytes: &frame(task, self.time) });
            seat.flow.sent(8);
        }
        Rc::clone(wake).notify_one();
    }

    /// A task was on a node that is lost.
    fn lost(&mut self, task: u32) {
        if self.tries[task as usize] <= self.retries {
            self.queue.push_back(task);
            return;
        }
        let outcome = &mut self.outcomes[task as usize];
        assert_eq!(*outcome, None, "the task {task} has two outcomes");
        *outcome = Some(Outcome::Lost);
        self.left -= 1;
    }
}
