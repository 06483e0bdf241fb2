//! Whether a run kept the promises.

use crate::fault::{Action, Fault, Side, Times};
use crate::run::Run;
use crate::tracer::{End, SPINNING};
use nix::libc;
use nix::sys::signal::Signal;
use std::fmt;

/// How a run came out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All results are as without the fault.
    Equal,
    /// What is not equal is a typed error.
    Error,
    /// Rust's runtime or the C library ended the program, as it does with every program.
    Runtime,
    /// The program was killed, as the fault says, and nothing is left.
    Killed,
    /// It did not come to the call.
    NotMade,
    /// A promise is broken.
    Broken(Vec<Break>),
}

/// What is broken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Not at its end when the time was up; what its threads waited for.
    Hang(String),
    /// The failed call is made again without a pause.
    Spin,
    /// A value that is not right.
    Wrong(String),
    /// A task ran more than once.
    Repeated(String),
    /// One call failed once, and more than one task paid for it.
    Harm(String),
    /// A panic.
    Panic(String),
    /// The program ended in another way than by itself.
    Died(String),
    /// Processes outlived the program or the backend.
    Survivors(String),
    /// Descriptors, mappings or children that are left.
    Leak(String),
}

/// Texts of Rust's runtime and of the C library when they end a program.
const OF_THE_RUNTIME: [&str; 10] = [
    "memory allocation of ",
    "failed to allocate an alternative stack",
    "failed to set up alternative stack guard page",
    "failed to generate random data",
    "The futex facility returned an unexpected error code",
    "unexpected error during poll",
    "error while loading shared libraries",
    "cannot allocate memory for thread-local data",
    "failed to initiate panic",
    // In builds with checks, `OwnedFd` asks with `fcntl` before it closes.
    "IO Safety violation: owned file descriptor already closed",
];

/// What is left after a run without a fault.
#[derive(Clone, Copy, Debug, Default)]
pub struct Left {
    descriptors: u64,
    mappings: u64,
    children: u64,
    zombies: u64,
}

impl Left {
    /// Reads the line `left` of a report.
    pub fn of(report: &str) -> Option<Self> {
        let line = report.lines().find_map(|line| line.strip_prefix("left "))?;
        let numbers: Vec<u64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [descriptors, mappings, children, zombies] = numbers.as_slice() else { return None };
        Some(Self { descriptors: *descriptors, mappings: *mappings, children: *children, zombies: *zombies })
    }
}

impl Left {
    /// What is left and should not be. What the kernel refuses to take back, because the fault says so, may stay.
    fn leaks(self, usual: Self, fault: Option<&Fault>, made: u64) -> Vec<Break> {
        let call = fault.map(|fault| fault.call);
        let mut leaks = Vec::new();
        if self.children > 0 {
            leaks.push(Break::Survivors(format!("{} children", self.children)));
        }
        // Each is held by a descriptor until it is collected.
        let uncollected = match call {
            Some(libc::SYS_waitid | libc::SYS_wait4) => self.zombies,
            _ => 0,
        };
        if self.zombies > uncollected {
            leaks.push(Break::Survivors(format!("{} children whose end was not collected", self.zombies)));
        }
        // Without `getrandom`, std opens a file and keeps it.
        let opened = u64::from(call == Some(libc::SYS_getrandom));
        if self.descriptors > usual.descriptors + opened + uncollected {
            leaks.push(Break::Leak(format!("{} descriptors, usual {}", self.descriptors, usual.descriptors)));
        }
        let refused = if call == Some(libc::SYS_munmap) { made } else { 0 };
        if self.mappings > usual.mappings + refused {
            leaks.push(Break::Leak(format!("{} mappings, usual {}", self.mappings, usual.mappings)));
        }
        leaks
    }
}

/// Judges a run. `usual` is what a run without a fault leaves.
pub fn judge(run: &Run, fault: Option<&Fault>, usual: Left) -> Outcome {
    let mut breaks = Vec::new();
    let lines = |start: &str| -> Vec<&str> {
        run.report.lines().filter_map(|line| line.strip_prefix(start)).collect()
    };
    if let Some(places) = &run.hung {
        breaks.push(Break::Hang(places.clone()));
    }
    if run.seen.made >= SPINNING {
        breaks.push(Break::Spin);
    }
    breaks.extend(lines("wrong ").first().map(|text| Break::Wrong((*text).to_owned())));
    if !run.repeated.is_empty() {
        breaks.push(Break::Repeated(run.repeated.join(" ")));
    }
    if !run.seen.survivors.is_empty() {
        breaks.push(Break::Survivors(run.seen.survivors.join(", ")));
    }
    let is_of_runtime = OF_THE_RUNTIME.iter().any(|text| run.stderr.contains(text));
    let panic = run.stderr.lines().skip_while(|line| !line.contains("panicked at")).take(2);
    let panic: Vec<&str> = panic.collect();
    if !panic.is_empty() && !is_of_runtime {
        breaks.push(Break::Panic(panic.join(" ")));
    }
    let is_killed = fault.is_some_and(|fault| fault.action == Action::Kill && fault.side == Side::Parent);
    let ends_itself = run.seen.end == Some(End::Exited(0));
    let is_stopped = run.hung.is_some() || run.seen.made >= SPINNING;
    let was_killed = is_killed && run.seen.end == Some(End::Signaled(Signal::SIGKILL));
    if !ends_itself && !was_killed && !is_stopped && !is_of_runtime && panic.is_empty() {
        breaks.push(Break::Died(format!("{:?}: {}", run.seen.end, run.stderr.lines().last().unwrap_or(""))));
    }
    if let Some(left) = Left::of(&run.report) {
        breaks.extend(left.leaks(usual, fault, run.seen.made));
    }
    let errors = lines("error ");
    // A task of a part is hit, and others of that part are not. What fails as a whole is told as one.
    let hit = errors.len();
    if fault.is_some_and(|fault| fault.times == Times::Once) && hit > 1 && !is_of_runtime {
        breaks.push(Break::Harm(errors.join(" | ")));
    }
    if !breaks.is_empty() {
        return Outcome::Broken(breaks);
    }
    if fault.is_some() && run.seen.made == 0 {
        return Outcome::NotMade;
    }
    if was_killed {
        return Outcome::Killed;
    }
    if !ends_itself {
        return Outcome::Runtime;
    }
    if errors.is_empty() { Outcome::Equal } else { Outcome::Error }
}

impl Outcome {
    /// Whether the run was not at its end when the time was up.
    pub fn is_hang(&self) -> bool {
        matches!(self, Self::Broken(breaks) if breaks.iter().any(|broken| matches!(broken, Break::Hang(_))))
    }

    /// Its column in the report.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Error => "typed error",
            Self::Runtime => "ended by the runtime",
            Self::Killed => "killed",
            Self::NotMade => "not made",
            Self::Broken(_) => "broken",
        }
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hang(places) => write!(f, "hangs: {places}"),
            Self::Spin => f.write_str("spins"),
            Self::Wrong(text) => write!(f, "wrong: {text}"),
            Self::Repeated(tasks) => write!(f, "ran twice: {tasks}"),
            Self::Harm(errors) => write!(f, "harmed more than one task: {errors}"),
            Self::Panic(text) => write!(f, "panics: {text}"),
            Self::Died(how) => write!(f, "died: {how}"),
            Self::Survivors(who) => write!(f, "left processes: {who}"),
            Self::Leak(what) => write!(f, "leaks {what}"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let Self::Broken(breaks) = self {
            for broken in breaks {
                write!(f, ": {broken}")?;
            }
        }
        Ok(())
    }
}
