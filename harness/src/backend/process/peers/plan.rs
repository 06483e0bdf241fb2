//! What a run is to do, and what goes wrong in it, made from its seed.

use super::record::initializer;
use crate::backend::Batch;
use crate::backend::process::pool::Config;
use crate::backend::process::worker::StartLimits;
use crate::error::Exit;
use crate::fuzz::Random;
use crate::simulation::{Event, Tamper};
use std::fmt;
use std::time::Duration;

/// What a task does, each time it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    Returns,
    /// It takes this time.
    Takes(Duration),
    /// Until it is stopped.
    Never,
    Panics,
    /// Its process ends after this time.
    Ends(Duration, Exit),
    /// The same, but only the first time that it is run.
    EndsOnce(Exit),
    /// Its result has this number of bytes more.
    Large(usize),
    /// It closes all descriptors of its process.
    ClosesDescriptors,
}

/// What happens to a worker, apart from its tasks.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) refused: bool,
    /// It ends before it greets.
    pub(super) ends_at_once: bool,
    pub(super) never_greets: bool,
    /// At which of its steps what comes over it.
    pub(super) events: Vec<(u64, Event)>,
    /// How long its orderly end takes.
    pub(super) slow_end: Duration,
    pub(super) tamper: Option<Tamper>,
    pub(super) preparation: Preparation,
}

/// How an initializer ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Preparation {
    #[default]
    Works,
    Dies,
    Panics,
}

/// How a caller uses the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Map,
    TryMap,
    Iter,
    Unordered,
    Submit,
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) verb: Verb,
    /// The first input; the others count on.
    pub(super) first: u64,
    pub(super) tasks: Vec<Behaviour>,
    /// Results that are fetched of an iterator before it is dropped; all if there are fewer.
    pub(super) fetched: usize,
    /// Jobs that are cancelled, each after this time.
    pub(super) cancels: Option<Duration>,
}

/// One thread of the program.
#[derive(Clone, Debug, Default)]
pub(super) struct Caller {
    pub(super) calls: Vec<Call>,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) config: Config,
    pub(super) callers: Vec<Caller>,
    pub(super) starts: Vec<Start>,
    /// When the pool is terminated by another thread.
    pub(super) terminated: Option<Duration>,
    /// Bytes that each stream holds.
    pub(super) capacity: usize,
    /// Nanoseconds of a turn, at most.
    pub(super) turn: usize,
    pub(super) switch: usize,
    pub(super) lots: usize,
    pub(super) splits: bool,
}

/// Inputs of two calls are at least this far apart.
pub(super) const APART: u64 = 1_000;

struct Maker(Random);

impl Maker {
    fn one_in(&mut self, n: usize) -> bool {
        self.0.below(n) == 0
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.0.below(choices.len())].clone()
    }

    fn time(&mut self, most: Duration) -> Duration {
        most.mul_f64(self.0.below(1001) as f64 / 1000.0)
    }

    fn config(&mut self) -> Config {
        let ms = Duration::from_millis;
        let one_in_three = |maker: &mut Self, limits: &[Duration]| {
            let limit = maker.of(limits);
            maker.one_in(3).then_some(limit)
        };
        Config {
            workers: 1 + self.0.below(3),
            tasks: if self.one_in(4) { 1 + self.0.below(6) as u64 } else { 0 },
            batch: self.of(&[
                Batch::Auto,
                Batch::Auto,
                Batch::Fixed(1),
                Batch::Fixed(2),
                Batch::Fixed(5),
                Batch::Fixed(64),
            ]),
            window: if self.one_in(4) { Some(1 + self.0.below(6)) } else { None },
            start_limits: StartLimits {
                greeting: self.of(&[ms(20), ms(10_000)]),
                ..Config::default().start_limits
            },
            task_timeout: if self.one_in(2) {
                Some(self.of(&[ms(2), ms(10), ms(100), ms(1000)]))
            } else {
                None
            },
            call_timeout: one_in_three(self, &[ms(5), ms(50), ms(500), ms(5_000)]),
            retries: self.of(&[0, 0, 1, 2]),
            initializer: self.one_in(5).then(initializer),
            idle: one_in_three(self, &[ms(1), ms(20), ms(500)]),
            ..Config::default()
        }
    }

    fn behaviour(&mut self, config: &Config, capacity: usize, faults: bool) -> Behaviour {
        let exit =
            self.of(&[Exit::Signal(11), Exit::Signal(9), Exit::Code(0), Exit::Code(1), Exit::Code(101)]);
        let limit = config.task_timeout.or(config.call_timeout);
        let scale = limit.unwrap_or(Duration::from_millis(20));
        match self.0.below(if faults { 40 } else { 20 }) {
            0..=11 => Behaviour::Returns,
            12..=15 => Behaviour::Takes(self.time(scale / 4)),
            16 => Behaviour::Takes(self.time(scale * 3)),
            17 => Behaviour::Panics,
            18 => Behaviour::Large(self.of(&[100, 5_000, 70_000]).min(capacity * 64)),
            19 if limit.is_some() => Behaviour::Never,
            20 | 21 => Behaviour::Ends(Duration::ZERO, exit),
            22 => Behaviour::Ends(self.time(scale * 2), exit),
            23 => Behaviour::EndsOnce(exit),
            24 => Behaviour::ClosesDescriptors,
            _ => Behaviour::Returns,
        }
    }

    fn call(&mut self, at: u64, config: &Config, capacity: usize, faults: bool) -> Call {
        let count = match self.0.below(10) {
            0 => 0,
            1..=6 => 1 + self.0.below(8),
            _ => 1 + self.0.below(40),
        };
        let tasks = (0..count).map(|_| self.behaviour(config, capacity, faults)).collect();
        let verbs = [Verb::Map, Verb::TryMap, Verb::TryMap, Verb::Iter, Verb::Unordered, Verb::Submit];
        Call {
            verb: self.of(&verbs),
            first: at * APART,
            tasks,
            fetched: if self.one_in(6) { self.0.below(5) } else { usize::MAX },
            cancels: if self.one_in(4) { Some(self.time(Duration::from_millis(30))) } else { None },
        }
    }

    fn start(&mut self, can_stop: bool) -> Start {
        let mut start = Start::default();
        match self.0.below(16) {
            0..=5 => {
                let exit = self.of(&[Exit::Signal(9), Exit::Signal(11), Exit::Signal(15), Exit::Code(0)]);
                let most = self.of(&[12, 60, 400]);
                start.events.push((self.0.below(most) as u64, Event::Kill(exit)));
            }
            6 if can_stop => start.events.push((self.0.below(60) as u64, Event::Stop)),
            7 => start.never_greets = true,
            8 => start.ends_at_once = true,
            9 => start.refused = true,
            12 => start.preparation = self.of(&[Preparation::Dies, Preparation::Dies, Preparation::Panics]),
            11 => {
                let at = self.0.below(10);
                let choices = [Tamper::Repeats(at), Tamper::Garbage(at), Tamper::Loses(at), Tamper::Greeting];
                // Without a limit nothing would end a call whose last answer is lost.
                let tamper = self.of(&choices);
                start.tamper = Some(tamper).filter(|tamper| can_stop || !matches!(tamper, Tamper::Loses(_)));
            }
            10 => start.slow_end = self.time(Duration::from_secs(1)),
            _ => {}
        }
        start
    }
}

/// In a few lines, without settings that no run changes.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Config { workers, tasks, batch, window, start_limits, task_timeout, call_timeout, .. } =
            &self.config;
        let Config { retries, idle, .. } = &self.config;
        writeln!(
            f,
            "workers {workers}, tasks each {tasks}, {batch:?}, window {window:?}, retries {retries}"
        )?;
        writeln!(f, "limits: {start_limits:?}, task {task_timeout:?}, call {call_timeout:?}, idle {idle:?}")?;
        for (at, start) in self.starts.iter().enumerate() {
            writeln!(f, "start {at}: {start:?}")?;
        }
        for (at, caller) in self.callers.iter().enumerate() {
            writeln!(f, "caller {at}: {:?}", caller.calls)?;
        }
        let Self { terminated, capacity, turn, switch, lots, splits, .. } = self;
        if self.config.initializer.is_some() {
            writeln!(f, "with an initializer")?;
        }
        write!(
            f,
            "terminated {terminated:?}, capacity {capacity}, turn {turn}, switch {switch}, lots {lots}, splits {splits}"
        )
    }
}

impl Plan {
    /// One call, of inputs from 0 on, over workers of which those first in line have a fate.
    pub(super) fn of(config: Config, tasks: Vec<Behaviour>, starts: Vec<Start>) -> Self {
        let call = Call { verb: Verb::TryMap, first: 0, tasks, fetched: usize::MAX, cancels: None };
        Self {
            config,
            callers: vec![Caller { calls: vec![call] }],
            starts,
            terminated: None,
            capacity: 64 * 1024,
            turn: 2_000,
            switch: 5,
            lots: 1,
            splits: false,
        }
    }

    pub(super) fn new(seed: u64) -> Self {
        let mut maker = Maker(Random(seed));
        let config = maker.config();
        let capacity = maker.of(&[64 * 1024, 64 * 1024, 4096, 100, 17]);
        let faults = !maker.one_in(4);
        let mut calls = 0..;
        let callers = (0..1 + usize::from(maker.one_in(4))).map(|_| {
            let count = 1 + maker.0.below(3);
            let calls = (0..count).map(|_| maker.call(calls.next().unwrap_or(0), &config, capacity, faults));
            Caller { calls: calls.collect() }
        });
        let callers = callers.collect();
        // Without a limit nothing would end a call whose worker is stopped.
        let can_stop = config.call_timeout.is_some() || config.task_timeout.is_some();
        let starts =
            if faults { (0..maker.0.below(5)).map(|_| maker.start(can_stop)).collect() } else { Vec::new() };
        Self {
            callers,
            starts,
            terminated: maker.one_in(16).then(|| maker.time(Duration::from_millis(40))),
            capacity,
            turn: maker.of(&[0, 2_000, 40_000]),
            switch: maker.of(&[2, 5, 20]),
            lots: maker.of(&[1, 1, 4, 20]),
            splits: maker.one_in(2),
            config,
        }
    }

    pub(super) fn behaviour(&self, input: u64) -> Behaviour {
        self.call_of(input).tasks[usize::try_from(input % APART).unwrap_or(0)]
    }

    pub(super) fn call_of(&self, input: u64) -> &Call {
        let mut calls = self.callers.iter().flat_map(|caller| &caller.calls);
        calls.find(|call| call.first == input / APART * APART).expect("an input of a call")
    }
}

/// What a task gives.
pub(super) fn result_of(input: u64, behaviour: Behaviour) -> (u64, String) {
    let more = if let Behaviour::Large(bytes) = behaviour { bytes } else { 0 };
    (input.wrapping_mul(3) + 1, "x".repeat(more))
}
