//! Follows all processes of a run, counts their calls, and fails those that the fault names.

use crate::calls;
use crate::fault::{Action, Fault, Side};
use nix::errno::Errno;
use nix::libc;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a process may outlive the program.
const AFTERLIFE: Duration = Duration::from_secs(3);
/// A call that fails this often in one run is tried again without a pause.
pub(crate) const SPINNING: u64 = 30_000;

/// How often each call was made by each side.
pub type Counts = BTreeMap<(Side, i64), u64>;

/// What a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Parent,
    /// Not yet executing the program.
    Child,
    /// Workers are counted from 1.
    Worker(u32),
}

#[derive(Debug)]
struct Thread {
    process: Pid,
    in_call: bool,
    /// What the call under way returns.
    fails_with: Option<Errno>,
}

/// What was seen of a run.
#[derive(Debug, Default)]
pub struct Seen {
    /// The calls between the marks.
    pub counts: Counts,
    /// Calls that are in no table.
    pub unknown: BTreeSet<i64>,
    /// How often the fault was made.
    pub made: u64,
    /// How the program ended.
    pub end: Option<End>,
    /// Processes that outlived it.
    pub survivors: Vec<String>,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself.
    Exited(i32),
    /// By a signal.
    Signaled(Signal),
}

pub(crate) struct Tracer<'a> {
    root: Pid,
    /// Folders in it are marks of the program.
    marks: PathBuf,
    fault: Option<&'a Fault>,
    /// Counts all sides, not only that of the fault.
    roles: HashMap<Pid, Role>,
    threads: HashMap<Pid, Thread>,
    /// Threads that a signal has stopped.
    stopped: BTreeSet<Pid>,
    workers: u32,
    hits: u64,
    is_counting: bool,
    seen: Seen,
}

impl<'a> Tracer<'a> {
    /// Takes hold of a program that waits for a byte on its standard input.
    pub(crate) fn seize(root: Pid, marks: &Path, fault: Option<&'a Fault>) -> nix::Result<Self> {
        let options = Options::PTRACE_O_TRACESYSGOOD
            | Options::PTRACE_O_TRACEFORK
            | Options::PTRACE_O_TRACEVFORK
            | Options::PTRACE_O_TRACECLONE
            | Options::PTRACE_O_TRACEEXEC
            | Options::PTRACE_O_EXITKILL;
        ptrace::seize(root, options)?;
        ptrace::interrupt(root)?;
        Ok(Self {
            root,
            marks: marks.to_owned(),
            fault,
            roles: HashMap::from([(root, Role::Parent)]),
            threads: HashMap::from([(root, Thread { process: root, in_call: false, fails_with: None })]),
            stopped: BTreeSet::new(),
            workers: 0,
            hits: 0,
            is_counting: false,
            seen: Seen::default(),
        })
    }

    /// Follows the program to its end, and what it started a little further.
    pub(crate) fn follow(mut self) -> Seen {
        while self.seen.end.is_none() {
            self.step();
        }
        let deadline = Instant::now() + AFTERLIFE;
        while !self.threads.is_empty() && Instant::now() < deadline {
            self.step();
        }
        let left: BTreeSet<Pid> = self.threads.values().map(|thread| thread.process).collect();
        for process in left {
            self.seen.survivors.push(self.describe(process));
            let _ = kill(process, Signal::SIGKILL);
        }
        while !self.threads.is_empty() {
            self.step();
        }
        self.seen
    }

    /// Handles one event, or none.
    fn step(&mut self) {
        let is_idle = self.stopped.is_empty() && self.seen.end.is_none();
        let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
        let flags = if is_idle { flags } else { flags | WaitPidFlag::WNOHANG };
        match waitpid(None, Some(flags)) {
            Ok(WaitStatus::StillAlive) => {
                self.wake_continued();
                std::thread::sleep(Duration::from_millis(1));
            }
            Ok(status) => self.handle(status),
            Err(Errno::EINTR) => {}
            // None is left, whatever was expected.
            Err(_) => {
                self.threads.clear();
                self.seen.end.get_or_insert(End::Exited(-1));
            }
        }
    }

    fn handle(&mut self, status: WaitStatus) {
        match status {
            WaitStatus::Exited(pid, code) => self.note_end(pid, End::Exited(code)),
            WaitStatus::Signaled(pid, signal, _) => self.note_end(pid, End::Signaled(signal)),
            WaitStatus::PtraceSyscall(pid) => {
                self.know(pid);
                if self.at_call(pid).is_err() {
                    // Killed meanwhile: its end is reported next.
                }
                self.resume(pid, None);
            }
            WaitStatus::PtraceEvent(pid, signal, event) => {
                self.know(pid);
                self.at_event(pid, signal, event);
            }
            WaitStatus::Stopped(pid, signal) => {
                self.know(pid);
                self.resume(pid, Some(signal));
            }
            WaitStatus::Continued(_) | WaitStatus::StillAlive => {}
        }
    }

    fn note_end(&mut self, pid: Pid, end: End) {
        self.threads.remove(&pid);
        self.stopped.remove(&pid);
        self.roles.remove(&pid);
        if pid == self.root {
            self.seen.end = Some(end);
        }
    }

    /// A new thread or process may report itself before its maker does.
    fn know(&mut self, pid: Pid) {
        if self.threads.contains_key(&pid) {
            return;
        }
        let process = process_of(pid).unwrap_or(pid);
        self.roles.entry(process).or_insert(Role::Child);
        self.threads.insert(pid, Thread { process, in_call: false, fails_with: None });
    }

    fn at_event(&mut self, pid: Pid, signal: Signal, event: i32) {
        match event {
            libc::PTRACE_EVENT_STOP if signal != Signal::SIGTRAP => {
                // Stopped like any process, until SIGCONT: see `wake_continued`.
                self.stopped.insert(pid);
                return;
            }
            libc::PTRACE_EVENT_EXEC => {
                self.threads.retain(|other, thread| thread.process != pid || *other == pid);
                if self.roles.get(&pid) == Some(&Role::Child) {
                    self.workers += 1;
                    self.roles.insert(pid, Role::Worker(self.workers));
                }
                if let Some(thread) = self.threads.get_mut(&pid) {
                    // The end of `execve` comes next.
                    thread.in_call = true;
                }
            }
            _ => {}
        }
        self.resume(pid, None);
    }

    /// `nix` has no `PTRACE_LISTEN`, which tells of SIGCONT. So a thread stays where it is until the signal is pending.
    fn wake_continued(&mut self) {
        let continued: Vec<Pid> =
            self.stopped.iter().copied().filter(|pid| has_pending_continue(*pid)).collect();
        for pid in continued {
            self.stopped.remove(&pid);
            self.resume(pid, None);
        }
    }

    fn resume(&self, pid: Pid, signal: Option<Signal>) {
        let _ =
            if self.follows_calls(pid) { ptrace::syscall(pid, signal) } else { ptrace::cont(pid, signal) };
    }

    fn role(&self, pid: Pid) -> Option<Role> {
        self.roles.get(&self.threads.get(&pid)?.process).copied()
    }

    /// The marks come from the parent; the others matter to the fault, or when calls are counted.
    fn follows_calls(&self, pid: Pid) -> bool {
        match (self.role(pid), self.fault.map(|fault| fault.side)) {
            (Some(Role::Parent), _) | (_, None) => true,
            (Some(role), Some(side)) => sides(role).contains(&side),
            (None, _) => false,
        }
    }

    fn at_call(&mut self, pid: Pid) -> nix::Result<()> {
        let (Some(role), Some(thread)) = (self.role(pid), self.threads.get_mut(&pid)) else { return Ok(()) };
        thread.in_call = !thread.in_call;
        let is_entry = thread.in_call;
        if !is_entry && let Some(errno) = thread.fails_with.take() {
            let mut registers = ptrace::getregs(pid)?;
            registers.rax = (-i64::from(errno as i32)).cast_unsigned();
            return ptrace::setregs(pid, registers);
        }
        let mut registers = ptrace::getregs(pid)?;
        let call = registers.orig_rax.cast_signed();
        if role == Role::Parent && call == libc::SYS_mkdir && !is_entry {
            self.is_counting = self.marks.join("begin").exists() && !self.marks.join("end").exists();
        }
        if !is_entry || !self.is_counting || is_exempt(role, call, registers.rdi, registers.rsi) {
            return Ok(());
        }
        if calls::find(call).is_none() && !calls::NEVER_FAILED.contains(&call) {
            self.seen.unknown.insert(call);
        }
        for side in sides(role) {
            *self.seen.counts.entry((*side, call)).or_default() += 1;
        }
        let Some(fault) = self.fault.filter(|fault| fault.call == call && sides(role).contains(&fault.side))
        else {
            return Ok(());
        };
        self.hits += 1;
        if !fault.hits(self.hits) {
            return Ok(());
        }
        self.seen.made += 1;
        if self.seen.made == SPINNING {
            return kill(self.root, Signal::SIGKILL);
        }
        match fault.action {
            Action::Kill => {
                let process = self.threads.get(&pid).map_or(pid, |thread| thread.process);
                kill(process, Signal::SIGKILL)
            }
            Action::Fail(errno) => {
                if let Some(thread) = self.threads.get_mut(&pid) {
                    thread.fails_with = Some(errno);
                }
                // Linux has closed the descriptor whatever `close` returns.
                if call != libc::SYS_close {
                    registers.orig_rax = u64::MAX;
                    ptrace::setregs(pid, registers)?;
                }
                Ok(())
            }
        }
    }

    fn describe(&self, process: Pid) -> String {
        let read = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
        let role = self.roles.get(&process);
        format!("{role:?} in {}", read("wchan"))
    }
}

/// What is counted for a process.
fn sides(role: Role) -> &'static [Side] {
    match role {
        Role::Parent => &[Side::Parent],
        Role::Child => &[Side::Child],
        Role::Worker(1) => &[Side::Worker, Side::Workers],
        Role::Worker(_) => &[Side::Workers],
    }
}

/// The program's report on its standard output must arrive, and what wakes a thread never fails: only waiting does.
fn is_exempt(role: Role, call: i64, first: u64, second: u64) -> bool {
    let operation = second.cast_signed() & i64::from(libc::FUTEX_CMD_MASK);
    let waits = [libc::FUTEX_WAIT, libc::FUTEX_WAIT_BITSET].map(i64::from);
    (role == Role::Parent && call == libc::SYS_write && first == 1)
        || (call == libc::SYS_futex && !waits.contains(&(operation & 0xFF)))
}

fn process_of(thread: Pid) -> Option<Pid> {
    status_line(thread, "Tgid:")?.parse().ok().map(Pid::from_raw)
}

fn has_pending_continue(pid: Pid) -> bool {
    ["ShdPnd:", "SigPnd:"]
        .into_iter()
        .filter_map(|name| status_line(pid, name))
        .any(|mask| u64::from_str_radix(&mask, 16).is_ok_and(|mask| mask >> (libc::SIGCONT - 1) & 1 == 1))
}

fn status_line(pid: Pid, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}
