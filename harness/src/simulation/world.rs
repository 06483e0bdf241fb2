//! The threads of a run, whose turn it is, and what time it is.

use super::process::Process;
use crate::error::Exit;
use crate::fuzz::Random;
use crate::panics;
use crate::sys::{self, Coroutine};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
    /// The virtual time in nanoseconds, while this thread has a world.
    pub(super) static NOW: Cell<Option<u64>> = const { Cell::new(None) };
    /// Counts changes that somebody may wait for.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// How a run goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// The most nanoseconds that one turn takes.
    pub(crate) turn: usize,
    /// A worker gives up its turn at one of this number of steps.
    pub(crate) switch: usize,
    /// Callers get this number of lots for each one of a worker.
    pub(crate) callers: usize,
    /// Whether streams are cut anywhere.
    pub(crate) splits: bool,
    pub(crate) traced: bool,
    /// Called after each step of a process, and before its end.
    pub(crate) watch: fn(super::ProcessId),
    /// Called when a process ends.
    pub(crate) ended: fn(super::ProcessId, Exit),
    /// Called after each turn.
    pub(crate) check: fn(),
}

/// Turns after which a run is taken to be without end.
const MOST_TURNS: u64 = 400_000;
/// Rounds of an event loop in a row in which nothing changed and no time passed.
const MOST_IDLE_ROUNDS: u32 = 50;

pub(crate) struct World {
    pub(super) settings: Settings,
    pub(crate) random: Random,
    threads: Vec<Thread>,
    pub(super) processes: Vec<Process>,
    current: Option<usize>,
    turns: u64,
    trace: Vec<String>,
}

struct Thread {
    name: String,
    /// Taken out while it runs.
    coroutine: Option<Coroutine>,
    /// How many calls of `panics::catch` it is in.
    catching: u32,
    /// What it waits for; `None` while it can go on.
    waits: Option<Waits>,
    /// Which process it is, if it is not one of the program's threads.
    process: Option<usize>,
    /// The last round of its event loop: changes and time.
    round: (u64, u64),
    idle_rounds: u32,
}

#[derive(Clone, Copy)]
struct Waits {
    /// Changes when it began to wait; `None` if it only waits for time to pass.
    seen: Option<u64>,
    until: Option<u64>,
}

/// What a run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    pub(crate) turns: u64,
    pub(crate) elapsed: Duration,
}

/// Of a thread, in place of its end.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Something that somebody may wait for has changed.
pub(super) fn note_change() {
    CHANGES.set(CHANGES.get() + 1);
}

pub(super) fn nanos_of(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// The world of this thread.
pub(crate) fn with<T>(f: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(|world| f(world.as_mut().expect("a run")))
}

/// Notes what happens, if this run is traced.
pub(crate) fn trace(line: impl FnOnce() -> String) {
    if with(|world| world.settings.traced) {
        let line = line();
        with(|world| world.note(&line));
    }
}

/// The process whose turn it is, if it is one's.
pub(crate) fn current_process() -> Option<super::ProcessId> {
    NOW.get().and_then(|_| with(|world| world.current_process()))
}

/// Whether the process whose turn it is has ended: nothing that its thread still does counts.
pub(crate) fn is_over() -> bool {
    with(|world| world.is_over_for_current())
}

/// What each thread waits for.
pub(crate) fn threads() -> String {
    with(|world| world.threads())
}

/// Adds a thread of the program.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + 'static) -> usize {
    let coroutine = Coroutine::new(body);
    with(|world| world.add(name.to_owned(), coroutine, None))
}

/// The running thread gives up its turn.
pub(super) fn suspend() {
    sys::suspend();
}

/// Runs what `setup` spawns until all threads of the program have ended. Returns the trace too, if there is one.
///
/// # Errors
/// The panic of a thread, or of the world: when nobody can go on, or when there is no end.
pub(crate) fn run(settings: Settings, setup: impl FnOnce()) -> (Result<Ran, Panic>, Vec<String>) {
    let world = World {
        settings,
        random: Random(settings.seed),
        threads: Vec::new(),
        processes: Vec::new(),
        current: None,
        turns: 0,
        trace: Vec::new(),
    };
    WORLD.set(Some(world));
    NOW.set(Some(0));
    CHANGES.set(0);
    let outside = panics::exchange_depth(0);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        setup();
        while turn() {}
        end_processes();
    }));
    panics::exchange_depth(outside);
    let elapsed = Duration::from_nanos(NOW.take().unwrap_or_default());
    let mut world = WORLD.take().expect("the world of this run");
    let trace = std::mem::take(&mut world.trace);
    let turns = world.turns;
    if outcome.is_err() {
        // Threads that are in the middle of something: they cannot end in an orderly way.
        std::mem::forget(world);
    }
    (outcome.map(|()| Ran { turns, elapsed }), trace)
}

/// Lets one thread go on; returns false once all threads of the program have ended.
fn turn() -> bool {
    let Some((at, mut coroutine)) = with(World::choose) else { return false };
    let outside = panics::exchange_depth(with(|world| world.threads[at].catching));
    let has_ended = coroutine.resume();
    let catching = panics::exchange_depth(outside);
    let check = with(|world| {
        world.threads[at].catching = catching;
        world.current = None;
        world.turns += 1;
        if !has_ended {
            world.threads[at].coroutine = Some(coroutine);
        }
        world.settings.check
    });
    if has_ended {
        note_change();
    }
    check();
    true
}

/// Lets the coroutines of processes that are gone run to their end. Nothing that they do counts.
fn end_processes() {
    loop {
        let next = with(|world| {
            world.processes.iter_mut().for_each(|process| process.is_over = true);
            let at = world.threads.iter().position(|thread| thread.coroutine.is_some())?;
            world.current = Some(at);
            world.threads[at].coroutine.take().map(|coroutine| (at, coroutine))
        });
        let Some((at, mut coroutine)) = next else { return };
        let outside = panics::exchange_depth(with(|world| world.threads[at].catching));
        let has_ended = coroutine.resume();
        let catching = panics::exchange_depth(outside);
        if !has_ended {
            with(|world| {
                world.threads[at].catching = catching;
                world.threads[at].coroutine = Some(coroutine);
            });
        }
    }
}

impl World {
    pub(super) fn add(&mut self, name: String, coroutine: Coroutine, process: Option<usize>) -> usize {
        self.threads.push(Thread {
            name,
            coroutine: Some(coroutine),
            catching: 0,
            waits: None,
            process,
            round: (0, 0),
            idle_rounds: 0,
        });
        self.threads.len() - 1
    }

    pub(super) fn now(&self) -> u64 {
        NOW.get().unwrap_or_default()
    }

    pub(super) fn note(&mut self, line: &str) {
        let name = self.current.map_or("", |at| &self.threads[at].name);
        let now = Duration::from_nanos(self.now());
        self.trace.push(format!("{now:>12?} {name:<9} {line}"));
    }

    /// The thread whose turn is next.
    fn choose(&mut self) -> Option<(usize, Coroutine)> {
        let is_program = |thread: &Thread| thread.process.is_none() && thread.coroutine.is_some();
        if !self.threads.iter().any(is_program) {
            return None;
        }
        assert!(self.turns < MOST_TURNS, "no end after {MOST_TURNS} turns:\n{}", self.threads());
        loop {
            let now = self.now();
            let lots: Vec<usize> = (0..self.threads.len()).map(|at| self.lots(at, now)).collect();
            let sum: usize = lots.iter().sum();
            if sum > 0 {
                let mut lot = self.random.below(sum);
                let has_lot = |own: &usize| match lot.checked_sub(*own) {
                    Some(rest) => {
                        lot = rest;
                        false
                    }
                    None => true,
                };
                let at = lots.iter().position(has_lot).expect("one of those with a lot");
                NOW.set(Some(now + self.random.below(self.settings.turn + 1) as u64));
                self.threads[at].waits = None;
                self.current = Some(at);
                return self.threads[at].coroutine.take().map(|coroutine| (at, coroutine));
            }
            let next = (0..self.threads.len()).filter_map(|at| self.due(at)).min();
            let Some(next) = next else { panic!("nobody can go on:\n{}", self.threads()) };
            NOW.set(Some(next.max(now)));
        }
    }

    fn may_run(&self, at: usize) -> bool {
        let thread = &self.threads[at];
        thread.coroutine.is_some() && thread.process.is_none_or(|process| self.processes[process].can_run())
    }

    fn lots(&self, at: usize, now: u64) -> usize {
        let is_program = self.threads[at].process.is_none();
        let most = if is_program { self.settings.callers } else { 1 };
        if self.can_go_on(at, now) { most } else { 0 }
    }

    fn can_go_on(&self, at: usize, now: u64) -> bool {
        let is_due = |waits: Waits| {
            waits.until.is_some_and(|until| until <= now)
                || waits.seen.is_some_and(|seen| seen != CHANGES.get())
        };
        self.may_run(at) && self.threads[at].waits.is_none_or(is_due)
    }

    /// When it can go on, if nothing changes.
    fn due(&self, at: usize) -> Option<u64> {
        self.threads[at].waits.filter(|_| self.may_run(at))?.until
    }

    fn threads(&self) -> String {
        let lines = self.threads.iter().filter(|thread| thread.coroutine.is_some()).map(|thread| {
            let process = thread.process.map(|process| &self.processes[process]);
            let until = thread.waits.map(|waits| waits.until.map(Duration::from_nanos));
            format!("  {} waits {until:?} {process:?}", thread.name)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Whether a thread has not ended.
    pub(super) fn is_alive(&self, at: usize) -> bool {
        self.current == Some(at) || self.threads[at].coroutine.is_some()
    }

    /// The number of the thread that runs.
    pub(crate) fn current(&self) -> Option<usize> {
        self.current
    }

    pub(super) fn process_of(&self, at: usize) -> Option<usize> {
        self.threads[at].process
    }

    /// Whether a thread is in the middle of something, not waiting.
    pub(super) fn is_running(&self, at: usize) -> bool {
        self.threads[at].waits.is_none()
    }

    /// Whether the running thread is of a process that is gone.
    pub(super) fn is_over_for_current(&self) -> bool {
        self.current
            .and_then(|at| self.threads[at].process)
            .is_some_and(|process| self.processes[process].is_over)
    }

    /// Makes the running thread wait; returns whether it is to give up its turn.
    pub(super) fn wait(&mut self, timeout: Option<Duration>) -> bool {
        self.wait_for(Some(CHANGES.get()), timeout)
    }

    pub(super) fn sleep(&mut self, time: Duration) -> bool {
        self.wait_for(None, Some(time))
    }

    fn wait_for(&mut self, seen: Option<u64>, timeout: Option<Duration>) -> bool {
        let until = timeout.map(|timeout| self.now().saturating_add(nanos_of(timeout)));
        let Some(at) = self.current.filter(|_| !self.is_over_for_current()) else { return false };
        self.threads[at].waits = Some(Waits { seen, until });
        if let Some(process) = self.threads[at].process {
            self.take_signals(process);
        }
        true
    }

    pub(super) fn yield_now(&self) -> bool {
        self.current.is_some() && !self.is_over_for_current()
    }

    /// The wait of an event loop has returned.
    ///
    /// # Panics
    /// When it spins.
    pub(super) fn count_round(&mut self) {
        let round = (CHANGES.get(), self.now());
        let Some(at) = self.current.filter(|at| self.threads[*at].process.is_none()) else { return };
        let thread = &mut self.threads[at];
        let turn = self.settings.turn as u64 * 64;
        let is_idle = thread.round.0 == round.0 && round.1 - thread.round.1 <= turn;
        thread.idle_rounds = if is_idle { thread.idle_rounds + 1 } else { 0 };
        if !is_idle {
            thread.round = round;
        }
        assert!(thread.idle_rounds < MOST_IDLE_ROUNDS, "an event loop spins:\n{}", self.threads());
    }

    /// 1 to `most`; 0 of nothing.
    pub(super) fn some_of(&mut self, most: usize) -> usize {
        if most > 1 && self.settings.splits && self.random.below(3) == 0 {
            1 + self.random.below(most)
        } else {
            most
        }
    }
}
