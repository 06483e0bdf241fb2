//! The broker, the clock, and all that is connected.

use super::dice::Dice;
use super::event::{Event, Scheduled};
use super::fault::Fault;
use super::ms;
use crate::beat::{BEAT, Beat};
use crate::caller::{ASK_AGAIN, Answer, Asked, Outcome, SimCaller};
use crate::node::SimNode;
use crate::tunnel::LinkId;
use bytes::Bytes;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::{Duration, Instant};

/// As of the loops that are simulated.
const CALLER_LOOK: Duration = ms(100);
const NODE_LOOK: Duration = ms(250);
/// How long a question whether a process lives waits for its answer.
const ANSWER: Duration = ms(300);
/// After that long without an end, a run hangs.
const BOUND: Duration = Duration::from_secs(300);

thread_local! {
    /// The number of the last link: that of its caller, and below it its own.
    static LINKS: Cell<u64> = const { Cell::new(0) };
}

fn new_link() -> LinkId {
    LINKS.set(LINKS.get() + 1);
    LINKS.get()
}

/// What a simulation begins with, and what happens in it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) nodes: usize,
    /// Workers of each node.
    pub(super) places: usize,
    pub(super) tasks: usize,
    /// How long each takes.
    pub(super) time: Duration,
    pub(super) retries: u32,
    pub(super) faults: Vec<(Duration, Fault)>,
}

impl Plan {
    /// Nothing to do for so many nodes.
    pub(super) fn of_nodes(nodes: usize) -> Self {
        Self { nodes, places: 4, tasks: 0, time: ms(0), retries: 0, faults: Vec::new() }
    }
}

/// Messages on it come in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Road {
    ToNode(usize),
    OfNode(usize),
}

/// The connection of somebody.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// Before that it is not connected.
    from: Duration,
    /// Until then everything waits.
    cut_until: Duration,
    /// When it looks next what there is to send.
    tick: Option<Duration>,
}

struct Slot {
    node: Option<SimNode>,
    line: Line,
    silent_until: Duration,
    /// How many processes it had.
    processes: u64,
    beat_at: Duration,
    /// Tasks that it was given in all.
    tasks: usize,
}

/// See the [module](self).
pub(super) struct World {
    plan: Plan,
    dice: Dice,
    base: Instant,
    now: Duration,
    events: BinaryHeap<Reverse<Scheduled>>,
    number: u64,
    caller: SimCaller,
    /// Callers so far.
    callers: u64,
    line: Line,
    nodes: Vec<Slot>,
    /// When the last message of each connection comes.
    arrivals: BTreeMap<Road, Duration>,
    /// Until then there is no server.
    away_until: Duration,
    /// Messages of before that are lost.
    restarted: Duration,
    bad: Option<(Duration, usize, usize, Duration)>,
    /// How often each task of each caller was begun.
    runs: BTreeMap<(u64, u32), u32>,
    /// Tasks of callers that have died.
    messages: u64,
    /// The time that the caller's part has taken of this machine.
    pub(super) spent: Duration,
}

impl World {
    pub(super) fn new(seed: u64, plan: Plan) -> Self {
        let mut world = Self {
            dice: Dice::new(seed ^ 0x5eed),
            base: Instant::now(),
            now: Duration::ZERO,
            events: BinaryHeap::new(),
            number: 0,
            caller: SimCaller::new(new_link, 0, plan.time, plan.retries),
            callers: 0,
            line: Line::default(),
            nodes: Vec::new(),
            arrivals: BTreeMap::new(),
            away_until: Duration::ZERO,
            restarted: Duration::ZERO,
            bad: None,
            runs: BTreeMap::new(),
            messages: 0,
            spent: Duration::ZERO,
            plan,
        };
        world.begin_caller();
        for node in 0..world.plan.nodes {
            world.nodes.push(Slot {
                node: None,
                line: Line::default(),
                silent_until: Duration::ZERO,
                processes: 0,
                beat_at: Duration::ZERO,
                tasks: 0,
            });
            // They were started at different times.
            let wait = ms(world.dice.between(0, 250) as u64);
            world.schedule(wait, Event::Born { node });
        }
        for (at, fault) in world.plan.faults.clone() {
            world.schedule(at, Event::Happens(fault));
        }
        world
    }

    fn begin_caller(&mut self) {
        self.callers += 1;
        LINKS.set(self.callers << 32);
        let Plan { tasks, time, retries, .. } = self.plan;
        self.caller = SimCaller::new(new_link, tasks, time, retries);
        self.line.tick = None;
        self.schedule(CALLER_LOOK, Event::CallerLook { caller: self.callers });
    }

    pub(super) fn now(&self) -> Duration {
        self.now
    }

    /// Messages that callers and nodes have sent.
    pub(super) fn messages(&self) -> u64 {
        self.messages
    }

    pub(super) fn lost(&self) -> usize {
        self.caller.outcomes.iter().filter(|outcome| **outcome == Some(Outcome::Lost)).count()
    }

    /// How many nodes the caller knows.
    pub(super) fn known(&self) -> usize {
        self.caller.nodes()
    }

    pub(super) fn knows(&self, node: usize) -> bool {
        self.nodes[node].node.as_ref().is_some_and(|node| self.caller.knows(node.id()))
            || self.caller.knows(&id(node, self.nodes[node].processes))
    }

    /// The least and the most tasks that a node was given.
    pub(super) fn tasks_of_nodes(&self) -> (usize, usize) {
        let tasks = || self.nodes.iter().map(|slot| slot.tasks);
        (tasks().min().unwrap_or(0), tasks().max().unwrap_or(0))
    }

    fn instant(&self) -> Instant {
        self.base + self.now
    }

    fn schedule(&mut self, wait: Duration, event: Event) {
        self.number += 1;
        self.events.push(Reverse(Scheduled { at: self.now + wait, number: self.number, event }));
    }

    /// Until all tasks have outcomes.
    pub(super) fn run(&mut self) {
        let last = self.plan.faults.iter().map(|(at, _)| *at).max().unwrap_or(Duration::ZERO);
        while self.caller.left > 0 || self.now < last {
            assert!(self.now < BOUND, "it hangs with {} tasks left", self.caller.left);
            self.step();
        }
    }

    pub(super) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        while self.events.peek().is_some_and(|Reverse(next)| next.at <= end) {
            self.step();
        }
        self.now = end;
    }

    /// Until all faults are over, and everybody may have heard of everybody.
    pub(super) fn settle(&mut self) {
        self.run_for(Duration::from_secs(20));
        let before = self.messages;
        self.run_for(Duration::from_secs(5));
        // A beat a second, and for each seat that is open a message that its caller lives, with its answer.
        let most = 5 * 5 * self.plan.nodes as u64;
        let sent = self.messages - before;
        assert!(sent <= most, "{sent} messages in 5 s, and nobody has anything to do");
    }

    /// All tasks have outcomes that are right, and nothing is left of what was lost.
    pub(super) fn check(&self) {
        assert!(self.caller.outcomes.iter().all(Option::is_some));
        for (task, outcome) in self.caller.outcomes.iter().enumerate() {
            let runs = self.runs.get(&(self.callers, task as u32)).copied().unwrap_or(0);
            assert!(*outcome != Some(Outcome::Right) || runs > 0, "{task} has a result and never ran");
        }
        let most = self.runs.values().max().copied().unwrap_or(0);
        assert!(most <= 1 + self.plan.retries, "a task ran {most} times");
        assert_eq!(self.known(), self.plan.nodes, "all nodes are known");
        for slot in &self.nodes {
            let callers = slot.node.as_ref().map_or(0, SimNode::callers);
            assert!(callers <= 1, "a node works for {callers} callers, of which one lives");
        }
        // A link for each node, and no more than another entry for each.
        assert!(self.caller.remembered() <= 2 * self.plan.nodes, "{}", self.caller.remembered());
    }

    fn step(&mut self) {
        let Reverse(Scheduled { at, event, .. }) = self.events.pop().expect("looks go on for ever");
        self.now = self.now.max(at);
        match event {
            Event::ToCaller { caller, node, message } => {
                if let Some(event) = self.arrives(self.line, Event::ToCaller { caller, node, message }, at)
                    && let Event::ToCaller { caller, node, message } = event
                    && caller == self.callers
                {
                    let now = self.instant();
                    let answer = self.by_caller(|caller| caller.take(&message, now));
                    if let (Some(answer), Some(there)) = (answer, &self.nodes[node].node) {
                        let id = there.id().to_owned();
                        self.send_to_node(id, answer);
                    }
                    self.wake_caller();
                }
            }
            Event::Heard { beat } => {
                if let Some(Event::Heard { beat }) = self.arrives(self.line, Event::Heard { beat }, at) {
                    let now = self.instant();
                    self.by_caller(|caller| caller.hear(&beat, now));
                }
            }
            Event::ToNode { id, from, message } => self.reach_node(Event::ToNode { id, from, message }, at),
            Event::Ping { id } => self.ping(id),
            Event::Answered { caller, id, answer } => {
                if caller == self.callers {
                    let now = self.instant();
                    let asked = self.by_caller(|caller| caller.answered(&id, answer, now));
                    match asked {
                        Asked::Again => self.ask(ASK_AGAIN, id),
                        Asked::Lost(Some(message)) => self.send_to_node(id, message),
                        Asked::Lost(None) | Asked::Over => {}
                    }
                }
            }
            Event::CallerTick => {
                if self.line.tick == Some(at) {
                    self.line.tick = None;
                    self.caller_sends();
                }
            }
            Event::CallerLook { caller } => {
                if caller == self.callers {
                    let now = self.instant();
                    let looked = self.by_caller(|caller| caller.look(now));
                    looked.lost.into_iter().for_each(|(id, message)| self.send_to_node(id, message));
                    looked.asked.into_iter().for_each(|id| self.ask(Duration::ZERO, id));
                    self.wake_caller();
                    self.schedule(CALLER_LOOK, Event::CallerLook { caller });
                }
            }
            Event::NodeTick { node } => {
                if self.nodes[node].line.tick == Some(at) {
                    self.nodes[node].line.tick = None;
                    self.node_sends(node);
                }
            }
            Event::NodeLook { id } => self.node_looks(id),
            Event::Ended { id, task } => {
                let node = slot_of(&id);
                let slot = &mut self.nodes[node];
                let Some(there) = slot.node.as_mut().filter(|node| node.id() == id) else { return };
                if slot.silent_until > self.now {
                    // Its worker waits until it is read.
                    let wait = slot.silent_until.saturating_sub(self.now);
                    self.schedule(wait, Event::Ended { id, task });
                    return;
                }
                there.ended(task);
                self.begin_tasks(node);
                self.node_sends(node);
            }
            Event::Born { node } => {
                let slot = &mut self.nodes[node];
                slot.processes += 1;
                let id = id(node, slot.processes);
                let places = u32::try_from(self.plan.places).expect("not so many");
                let own = Beat {
                    id: id.clone(),
                    name: format!("node-{node}"),
                    build: SimCaller::program().build,
                    places,
                    taken: 0,
                    callers: 0,
                    ..Beat::of_tests()
                };
                slot.node = Some(SimNode::new(own));
                slot.line = Line { from: self.away_until, ..Line::default() };
                slot.beat_at = Duration::ZERO;
                self.schedule(Duration::ZERO, Event::NodeLook { id });
            }
            Event::CallerConnected => {
                let now = self.instant();
                self.caller.reconnected(now);
                self.wake_caller();
            }
            Event::NodeConnected { id } => {
                let (node, now) = (slot_of(&id), self.instant());
                if let Some(there) = self.nodes[node].node.as_mut().filter(|node| node.id() == id) {
                    there.reconnected(now);
                    self.node_sends(node);
                }
            }
            Event::Happens(fault) => self.happen(fault),
        }
    }

    pub(super) fn happen(&mut self, fault: Fault) {
        match fault {
            Fault::Die { node, away } => {
                if self.nodes[node].node.take().is_some() {
                    self.schedule(away, Event::Born { node });
                }
            }
            Fault::Silence { node, time } => self.nodes[node].silent_until = self.now + time,
            Fault::CutNode { node, time } => self.nodes[node].line.cut_until = self.now + time,
            Fault::CutCaller { time } => self.line.cut_until = self.now + time,
            Fault::Restart { away } => {
                (self.restarted, self.away_until) = (self.now, self.now + away);
                // Who tries it at the wrong moment comes later.
                let connects = |dice: &mut Dice| away + ms(dice.between(2, 250) as u64);
                let wait = connects(&mut self.dice);
                self.line.from = self.now + wait;
                self.schedule(wait, Event::CallerConnected);
                for node in 0..self.nodes.len() {
                    let wait = connects(&mut self.dice);
                    let slot = &mut self.nodes[node];
                    slot.line.from = self.now + wait;
                    let id = id(node, slot.processes);
                    self.schedule(wait, Event::NodeConnected { id });
                }
            }
            Fault::Bad { time, loss, repeats, late } => {
                self.bad = Some((self.now + time, loss, repeats, late));
            }
            Fault::CallerDies => self.begin_caller(),
        }
    }

    /// Gives a message on to somebody, unless it has to wait or is lost.
    fn arrives(&mut self, line: Line, event: Event, at: Duration) -> Option<Event> {
        if line.from > self.now || (self.restarted > Duration::ZERO && at <= self.restarted) {
            return None;
        }
        if line.cut_until > self.now {
            self.schedule(line.cut_until.saturating_sub(self.now), event);
            return None;
        }
        Some(event)
    }

    fn reach_node(&mut self, event: Event, at: Duration) {
        let Event::ToNode { id, .. } = &event else { return };
        let node = slot_of(id);
        let slot = &self.nodes[node];
        if slot.silent_until > self.now {
            let wait = slot.silent_until.saturating_sub(self.now);
            return self.schedule(wait, event);
        }
        let Some(Event::ToNode { id, from, message }) = self.arrives(slot.line, event, at) else { return };
        let now = self.instant();
        let Some(there) = self.nodes[node].node.as_mut().filter(|node| node.id() == id) else { return };
        if let Some(answer) = there.take(&message, &from.to_string(), now) {
            self.send_to_caller(node, from, answer);
        }
        self.begin_tasks(node);
        self.node_sends(node);
    }

    fn begin_tasks(&mut self, node: usize) {
        let slot = &mut self.nodes[node];
        let Some(there) = &mut slot.node else { return };
        let (id, begun) = (there.id().to_owned(), there.begin());
        slot.tasks += begun.len();
        for task in begun {
            *self.runs.entry((task.caller(), task.task())).or_default() += 1;
            self.schedule(task.time(), Event::Ended { id: id.clone(), task });
        }
    }

    fn node_looks(&mut self, id: String) {
        let (node, now) = (slot_of(&id), self.instant());
        let slot = &mut self.nodes[node];
        let Some(there) = slot.node.as_mut().filter(|node| node.id() == id) else { return };
        if slot.silent_until > self.now {
            let wait = slot.silent_until.saturating_sub(self.now);
            return self.schedule(wait, Event::NodeLook { id });
        }
        there.look(now);
        let beats = slot.beat_at <= self.now && slot.line.from <= self.now && self.away_until <= self.now;
        if beats {
            slot.beat_at = self.now + BEAT;
            let (beat, line) = (there.beat(), slot.line);
            self.send((line, Road::OfNode(node)), |beat| Event::Heard { beat }, beat);
        }
        self.begin_tasks(node);
        self.node_sends(node);
        self.schedule(NODE_LOOK, Event::NodeLook { id });
    }

    fn node_sends(&mut self, node: usize) {
        let now = self.instant();
        let slot = &mut self.nodes[node];
        let is_there = slot.line.from <= self.now && slot.silent_until <= self.now;
        let Some(there) = slot.node.as_mut().filter(|_| is_there && self.away_until <= self.now) else {
            return;
        };
        let (messages, next) = there.collect(now);
        for (address, message) in messages {
            self.send_to_caller(node, address.parse().expect("a number"), message);
        }
        let tick = next.saturating_duration_since(self.base).max(self.now + ms(1));
        let known = &mut self.nodes[node].line.tick;
        if known.is_none_or(|known| tick < known) {
            *known = Some(tick);
            self.schedule(tick.saturating_sub(self.now), Event::NodeTick { node });
        }
    }

    /// The caller looks soon what there is to send.
    fn wake_caller(&mut self) {
        let tick = self.now + Duration::from_micros(200);
        if self.line.tick.is_none_or(|known| tick < known) {
            self.line.tick = Some(tick);
            self.schedule(tick.saturating_sub(self.now), Event::CallerTick);
        }
    }

    fn caller_sends(&mut self) {
        let now = self.instant();
        if self.line.from > self.now || self.away_until > self.now {
            return;
        }
        let (messages, next) = self.by_caller(|caller| caller.collect(now));
        messages.into_iter().for_each(|(id, message)| self.send_to_node(id, message));
        let tick = next.saturating_duration_since(self.base).max(self.now + ms(1));
        if self.line.tick.is_none_or(|known| tick < known) {
            self.line.tick = Some(tick);
            self.schedule(tick.saturating_sub(self.now), Event::CallerTick);
        }
    }

    /// Does something in the caller's part, and measures how long that takes.
    fn by_caller<T>(&mut self, act: impl FnOnce(&mut SimCaller) -> T) -> T {
        let start = time_of_thread();
        let result = act(&mut self.caller);
        self.spent += time_of_thread().saturating_sub(start);
        result
    }

    fn send_to_node(&mut self, id: String, message: Bytes) {
        let from = self.callers;
        let road = Road::ToNode(slot_of(&id));
        self.send((self.line, road), |message| Event::ToNode { id: id.clone(), from, message }, message);
    }

    fn send_to_caller(&mut self, node: usize, caller: u64, message: Bytes) {
        let line = self.nodes[node].line;
        self.send((line, Road::OfNode(node)), |message| Event::ToCaller { caller, node, message }, message);
    }

    /// A message goes over the broker.
    fn send(&mut self, (line, road): (Line, Road), event: impl Fn(Bytes) -> Event, message: Bytes) {
        self.messages += 1;
        if self.away_until > self.now || line.from > self.now {
            return;
        }
        let waits = line.cut_until.saturating_sub(self.now);
        let (mut times, mut late) = (1, 0);
        if let Some((until, loss, repeats, most)) = self.bad
            && until > self.now
        {
            let thrown = self.dice.between(0, 99);
            times = if thrown < loss { 0 } else { 1 + u64::from(thrown < loss + repeats) };
            late = self.dice.between(0, most.as_micros() as usize) as u64;
        }
        let way = Duration::from_micros(self.dice.between(80, 900) as u64 + late);
        // Connections keep the order of messages. What comes twice comes again later.
        let arrival = (self.now + waits + way).max(*self.arrivals.get(&road).unwrap_or(&Duration::ZERO));
        self.arrivals.insert(road, arrival);
        for time in 0..times {
            let again = ms(time * self.dice.between(1, 200) as u64);
            self.schedule(arrival.saturating_sub(self.now) + again, event(message.clone()));
        }
    }

    fn ask(&mut self, pause: Duration, id: String) {
        let wait = pause + self.line.cut_until.saturating_sub(self.now);
        let is_away = self.away_until > self.now || self.line.from > self.now;
        if is_away || wait > ANSWER {
            self.answer(ANSWER * 2, id, Answer::Silence);
        } else {
            self.schedule(wait + Duration::from_micros(200), Event::Ping { id });
        }
    }

    /// A question has come to the server.
    fn ping(&mut self, id: String) {
        let slot = &self.nodes[slot_of(&id)];
        let lives = slot.node.as_ref().is_some_and(|node| node.id() == id);
        if self.away_until > self.now {
            self.answer(ANSWER, id, Answer::Silence);
        } else if !lives || slot.line.from > self.now {
            self.answer(Duration::from_micros(200), id, Answer::NobodyListens);
        } else if slot.silent_until > self.now || slot.line.cut_until > self.now {
            self.answer(ANSWER, id, Answer::Silence);
        } else {
            self.answer(Duration::from_micros(500), id, Answer::Lives);
        }
    }

    fn answer(&mut self, wait: Duration, id: String, answer: Answer) {
        self.schedule(wait, Event::Answered { caller: self.callers, id, answer });
    }
}

/// The time that this thread had a core.
fn time_of_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

/// The name of a process of a node.
fn id(node: usize, process: u64) -> String {
    format!("{node}-{process}")
}

fn slot_of(id: &str) -> usize {
    id.split('-').next().and_then(|node| node.parse().ok()).expect("made by `id`")
}
