//! Plans made from a seed.

use super::plan::{APART, Behaviour, Call, Caller, Outside, Plan, Preparation, Start, Verb};
use super::record::initializer;
use crate::backend::Batch;
use crate::backend::process::pool::Config;
use crate::backend::process::worker::StartLimits;
use crate::error::Exit;
use crate::fuzz::Random;
use crate::simulation::{Event, Tamper};
use std::time::Duration;

impl Plan {
    /// The plan of a seed.
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
            outside: maker.outside(),
            capacity,
            turn: maker.of(&[0, 2_000, 40_000]),
            switch: maker.of(&[2, 5, 20]),
            lots: maker.of(&[1, 1, 4, 20]),
            splits: maker.one_in(2),
            config,
        }
    }
}

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
            name: "pool",
            lines: None,
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
                initializer: self.of(&[ms(30), ms(5_000)]),
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
            pause: if self.one_in(8) { self.time(Duration::from_millis(20)) } else { Duration::ZERO },
            cancels: if self.one_in(4) { Some(self.time(Duration::from_millis(30))) } else { None },
        }
    }

    fn outside(&mut self) -> Vec<(Duration, Outside)> {
        let count = if self.one_in(4) { 1 + self.0.below(3) } else { 0 };
        let choices = [
            Outside::Resize(1),
            Outside::Resize(2),
            Outside::Resize(4),
            Outside::Resize(1),
            Outside::Close,
            Outside::Join,
            Outside::Terminate,
        ];
        (0..count).map(|_| (self.time(Duration::from_millis(30)), self.of(&choices))).collect()
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
