//! Simulated processes: each is one thread that can be stopped or killed at any of its steps.

use super::pipe::{ParentEnd, WorkerEnd, pair};
use super::tamper::Tamper;
use super::world::{World, note_change};
use super::{hooks, trace, with};
use crate::error::Exit;
use crate::sys::Coroutine;
use std::fmt;
use std::time::Duration;

/// A process of this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ProcessId(pub(crate) usize);

impl fmt::Display for ProcessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "worker {}", self.0)
    }
}

/// What comes over a process from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Kill(Exit),
    Stop,
}

/// What happens to a process, whatever it does itself.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// Bytes that its stream holds.
    pub(crate) capacity: usize,
    /// At which of its steps what comes over it.
    pub(crate) events: Vec<(u64, Event)>,
    /// How long its orderly end takes.
    pub(crate) slow_end: Duration,
    pub(crate) tamper: Option<Tamper>,
}

#[derive(Debug)]
pub(crate) struct Process {
    thread: usize,
    end: WorkerEnd,
    /// At which step what happens.
    events: Vec<(u64, Event)>,
    /// Those that its parent sent, which come over it at the latest when it waits.
    signals: Vec<(u64, Event)>,
    steps: u64,
    is_stopped: bool,
    exit: Option<Exit>,
    /// When its end can be seen. Its stream ends a moment before.
    seen_at: u64,
    /// How long an orderly end takes.
    slow_end: Duration,
    /// Its thread may run, but nothing that it does counts.
    pub(super) is_over: bool,
}

impl Process {
    /// Whether its thread may run.
    pub(super) fn can_run(&self) -> bool {
        self.exit.is_none() && !self.is_stopped
    }
}

impl World {
    pub(super) fn current_process(&self) -> Option<ProcessId> {
        self.current().and_then(|thread| self.process_of(thread)).map(ProcessId)
    }

    /// The process that runs and counts, and who watches it.
    pub(super) fn watched(&self) -> Option<(ProcessId, fn(ProcessId))> {
        let at = self.current().and_then(|thread| self.process_of(thread))?;
        (!self.processes[at].is_over).then_some((ProcessId(at), self.settings.watch))
    }

    /// A step of the process that runs; returns whether it gives up its turn.
    pub(super) fn step_of_process(&mut self) -> bool {
        let Some(at) = self.current().and_then(|thread| self.process_of(thread)) else { return false };
        let process = &mut self.processes[at];
        if process.is_over {
            return false;
        }
        process.steps += 1;
        let steps = process.steps;
        let is_due = |(step, _): &mut (u64, Event)| *step <= steps;
        let mut due: Vec<_> = process.events.extract_if(.., is_due).collect();
        due.extend(process.signals.extract_if(.., is_due));
        if !due.is_empty() {
            due.into_iter().for_each(|(_, event)| self.happens(at, event));
            return true;
        }
        self.random.below(self.settings.switch) == 0
    }

    /// The process is about to wait: what was sent to it comes over it now.
    pub(super) fn take_signals(&mut self, at: usize) {
        for (_, event) in std::mem::take(&mut self.processes[at].signals) {
            self.happens(at, event);
        }
    }

    fn happens(&mut self, at: usize, event: Event) {
        self.note_event(at, &format!("{event:?}"));
        match event {
            Event::Kill(exit) => self.ends(at, exit),
            Event::Stop => self.processes[at].is_stopped = true,
        }
        note_change();
    }

    fn ends(&mut self, at: usize, exit: Exit) {
        let delay = if self.random.below(4) == 0 { self.random.below(300_000) as u64 } else { 0 };
        let now = self.now();
        let process = &mut self.processes[at];
        if process.exit.is_none() {
            process.exit = Some(exit);
            let slow = if matches!(exit, Exit::Code(_)) { process.slow_end } else { Duration::ZERO };
            process.seen_at = now + delay + super::world::nanos_of(slow);
            process.end.close();
            (self.settings.ended)(ProcessId(at), exit);
        } else {
            // It was about to end.
            process.seen_at = process.seen_at.min(now + delay);
        }
    }

    fn note_event(&mut self, at: usize, line: &str) {
        if self.settings.traced {
            self.note(&format!("process {at}: {line}"));
        }
    }

    /// Lets something come over a process: at once if it waits, after a few more steps if it is in the middle of something.
    fn comes_over(&mut self, id: ProcessId, event: Event) {
        let process = &self.processes[id.0];
        if process.can_run() && self.is_running(process.thread) {
            let more = self.random.below(3) as u64;
            let process = &mut self.processes[id.0];
            process.signals.push((process.steps + 1 + more, event));
        } else {
            self.happens(id.0, event);
        }
    }
}

impl ProcessId {
    /// Starts a process.
    pub(crate) fn start(
        Fate { capacity, events, slow_end, tamper }: Fate,
        main: impl FnOnce(Self, WorkerEnd) -> i32 + 'static,
    ) -> (Self, ParentEnd) {
        let (ours, theirs) = pair(capacity, tamper);
        let id = Self(with(|world| world.processes.len()));
        let end = theirs.again();
        let coroutine = Coroutine::new(move || {
            let code = main(id, theirs);
            with(|world| {
                if !world.processes[id.0].is_over {
                    world.happens(id.0, Event::Kill(Exit::Code(code)));
                }
            });
        });
        with(|world| {
            let thread = world.add(format!("worker {}", id.0), coroutine, Some(id.0));
            world.processes.push(Process {
                thread,
                end,
                events,
                signals: Vec::new(),
                steps: 0,
                is_stopped: false,
                exit: None,
                seen_at: 0,
                slow_end,
                is_over: false,
            });
        });
        (id, ours)
    }

    /// Closes its end of the stream, as of the process that runs, which goes on.
    pub(crate) fn close_descriptors(self) {
        with(|world| world.note_event(self.0, "closes its descriptors"));
        let end = with(|world| world.processes[self.0].end.again());
        end.close();
    }

    /// Ends the process that runs.
    pub(crate) fn exit(self, exit: Exit) {
        if with(|world| {
            let is_over = world.processes[self.0].is_over;
            if !is_over {
                world.happens(self.0, Event::Kill(exit));
            }
            !is_over
        }) {
            super::world::suspend();
        }
    }

    pub(crate) fn kill(self) {
        with(|world| world.comes_over(self, Event::Kill(Exit::Signal(9))));
    }

    /// Stops it; waits until it stands still.
    pub(crate) fn stop(self) {
        with(|world| world.comes_over(self, Event::Stop));
        while with(|world| world.processes[self.0].can_run()) {
            hooks::yield_now();
        }
        trace(|| format!("has stopped {self}"));
    }

    pub(crate) fn go_on(self) {
        with(|world| world.processes[self.0].is_stopped = false);
        note_change();
    }

    /// How it ended, once that can be seen.
    pub(crate) fn exit_seen(self) -> Option<Exit> {
        with(|world| {
            let process = &world.processes[self.0];
            process.exit.filter(|_| process.seen_at <= world.now())
        })
    }

    /// Waits for its end, as long as `patience`.
    pub(crate) fn wait(self, patience: Duration) -> Option<Exit> {
        let start = with(|world| world.now());
        loop {
            if let Some(exit) = self.exit_seen() {
                return Some(exit);
            }
            let (now, seen_at) = with(|world| {
                let process = &world.processes[self.0];
                (world.now(), process.exit.map(|_| process.seen_at))
            });
            let left =
                patience.checked_sub(Duration::from_nanos(now - start)).filter(|left| !left.is_zero())?;
            let due = seen_at.map_or(left, |at| left.min(Duration::from_nanos(at.saturating_sub(now))));
            hooks::wait(Some(due));
        }
    }
}
