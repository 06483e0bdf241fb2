//! One fault: where, which call, what it returns, and how often.

use crate::calls;
use nix::errno::Errno;
use std::fmt;
use std::str::FromStr;

/// Whose calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The program itself, all of its threads.
    Parent,
    /// A new process before it executes the program.
    Child,
    /// The worker that was started first.
    Worker,
    /// All workers; their calls are counted together.
    Workers,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 4] = [Self::Parent, Self::Child, Self::Worker, Self::Workers];

    /// Its name in reports and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Worker => "worker",
            Self::Workers => "workers",
        }
    }
}

/// What the call does instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It fails with this error and has no effect.
    Fail(Errno),
    /// The process is killed when it makes the call.
    Kill,
}

/// Which of the calls are hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Times {
    /// The one with the number.
    Once,
    /// It and the ones that follow.
    Onwards,
}

/// A fault of a run. `worker:sendmsg:ENOBUFS:2+` is its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whose calls.
    pub side: Side,
    /// The number of the system call.
    pub call: i64,
    /// What happens.
    pub action: Action,
    /// The first call that is hit, from 1.
    pub nth: u64,
    /// Only this one, or all from then on.
    pub times: Times,
}

/// A signal interrupts a call now and then and not for ever: so many interruptions in a row are made.
const INTERRUPTIONS: u64 = 100;

impl Fault {
    /// Whether the call with this number is hit.
    pub(crate) fn hits(&self, number: u64) -> bool {
        match self.times {
            Times::Once => number == self.nth,
            Times::Onwards if self.action == Action::Fail(Errno::EINTR) => {
                (self.nth..self.nth + INTERRUPTIONS).contains(&number)
            }
            Times::Onwards => number >= self.nth,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fail(errno) => write!(f, "{errno:?}"),
            Self::Kill => f.write_str("kill"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = if self.times == Times::Onwards { "+" } else { "" };
        write!(f, "{}:{}:{}:{}{plus}", self.side.name(), calls::name(self.call), self.action, self.nth)
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(':').collect();
        let [side, call, action, nth] = parts.as_slice() else {
            return Err(format!(
                "`{text}` is not a fault: write `side:call:errno:number`, as in `worker:read:EIO:2+`"
            ));
        };
        let side = Side::ALL.into_iter().find(|known| known.name() == *side);
        let call = calls::number(call).ok_or_else(|| format!("no call `{call}` is in the table"))?;
        let action = match *action {
            "kill" => Some(Action::Kill),
            name => calls::errno(name).map(Action::Fail),
        };
        let (number, times) =
            nth.strip_suffix('+').map_or((*nth, Times::Once), |number| (number, Times::Onwards));
        let nth = number.parse().map_err(|_| format!("`{number}` is not a number"))?;
        Ok(Self {
            side: side.ok_or("the side is `parent`, `child`, `worker` or `workers`")?,
            call,
            action: action.ok_or("no call of the table has this errno")?,
            nth,
            times,
        })
    }
}
