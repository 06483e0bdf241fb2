//! Lines of all workers of a backend, on their way to the caller's hook.

use super::sink::LineSink;
use crate::backend::process::worker::contract::TaskId;
use crate::backend::{LineHook, LineStream, WorkerLine};
use crate::sys::Generation;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

/// So many lines wait for the hook at the most.
const MOST_LINES: usize = 4096;
/// So many bytes of them.
const MOST_BYTES: usize = 1 << 20;
/// The names of so many calls are known: those that were made last.
const CALLS: usize = 4096;
/// How long the hook may take with the last lines when the backend is dropped.
const LAST: Duration = Duration::from_secs(1);
/// How long a stream of this program may take nothing, if it does not block.
const PATIENCE: Duration = Duration::from_secs(1);

/// Passes lines to the hook, on a thread of its own: a hook that takes long costs lines, and keeps no worker waiting. Without a hook,
/// lines go to the same stream of this program.
#[derive(Debug)]
pub(crate) struct LineHub {
    queue: Arc<Queue>,
    /// Each at the place of its number.
    names: Mutex<Vec<(u32, &'static str)>>,
    /// In which process it was made.
    parent: Generation,
}

#[derive(Debug)]
struct Queue {
    hook: LineHook,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<WorkerLine>,
    bytes: usize,
    /// Lines that were dropped since the last that was kept.
    missed: u64,
    /// The thread, while it runs.
    thread: Option<ThreadId>,
    is_closed: bool,
}

impl LineHub {
    pub(crate) fn new(hook: LineHook) -> Self {
        let queue = Queue { hook, state: Mutex::default(), changed: Condvar::new() };
        Self { queue: Arc::new(queue), names: Mutex::default(), parent: Generation::current() }
    }

    /// A call of this task begins.
    pub(crate) fn note_call(&self, call: u32, task: &'static str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let place = call as usize % CALLS;
        if names.len() <= place {
            names.resize(place + 1, (0, ""));
        }
        names[place] = (call, task);
    }

    fn name(&self, call: u32) -> Option<&'static str> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names
            .get(call as usize % CALLS)
            .filter(|(known, _)| *known == call && call != 0)
            .map(|(_, name)| *name)
    }

    /// Takes a line, from before which `missed` are missing.
    pub(crate) fn take(
        &self,
        (node, pid): (Option<&str>, u32),
        stream: LineStream,
        task: Option<TaskId>,
        missed: u64,
        text: &[u8],
    ) {
        let line = WorkerLine {
            node: node.map(str::to_owned),
            pid,
            task: task.and_then(|(call, _)| self.name(call)),
            index: task.map(|(_, index)| index),
            stream,
            text: String::from_utf8_lossy(text).into_owned(),
            missed,
        };
        self.queue.push(line);
    }
}

impl LineSink for LineHub {
    fn line(&self, pid: u32, stream: LineStream, task: Option<TaskId>, text: &[u8]) {
        self.take((None, pid), stream, task, 0, text);
    }
}

impl Drop for LineHub {
    /// The hook gets what has come, within a bound.
    fn drop(&mut self) {
        if !self.parent.is_current() {
            // A fork has not the thread.
            return;
        }
        let mut state = self.queue.lock();
        state.is_closed = true;
        self.queue.changed.notify_all();
        if state.thread == Some(std::thread::current().id()) {
            return;
        }
        let ended = self.queue.changed.wait_timeout_while(state, LAST, |state| state.thread.is_some());
        drop(ended);
    }
}

impl Queue {
    fn push(self: &Arc<Self>, mut line: WorkerLine) {
        let mut state = self.lock();
        if state.lines.len() >= MOST_LINES || state.bytes + line.text.len() > MOST_BYTES {
            state.missed += 1 + line.missed;
            return;
        }
        line.missed += std::mem::take(&mut state.missed);
        state.bytes += line.text.len();
        state.lines.push_back(line);
        if state.thread.is_none() && !state.is_closed {
            let queue = Arc::clone(self);
            let name = "wirecheck-lines".to_owned();
            // Without a thread the lines wait, and the next one tries again.
            let thread = std::thread::Builder::new().name(name).spawn(move || queue.run());
            state.thread = thread.ok().map(|thread| thread.thread().id());
        }
        drop(state);
        self.changed.notify_all();
    }

    fn run(&self) {
        let mut state = self.lock();
        loop {
            let Some(line) = state.lines.pop_front() else {
                if state.is_closed {
                    state.thread = None;
                    self.changed.notify_all();
                    return;
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.bytes -= line.text.len();
            drop(state);
            // The panic was reported where it happened, and the next line may do better.
            let taken = catch_unwind(AssertUnwindSafe(|| self.hook.call(&line)));
            if matches!(taken, Ok(false)) {
                print(&line);
            }
            state = self.lock();
        }
    }

    /// No code that can panic runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// To the same stream of this program.
fn print(line: &WorkerLine) {
    let text = format!("{line}\n");
    let mut left = text.as_bytes();
    while !left.is_empty() {
        // Not through std: a thread of this program may hold its lock while it waits for this one.
        let stream = match line.stream {
            LineStream::Stdout => rustix::stdio::stdout(),
            LineStream::Stderr => rustix::stdio::stderr(),
        };
        match rustix::io::write(stream, left) {
            Ok(n) if n > 0 => left = left.get(n..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let timeout = Timespec::try_from(PATIENCE).ok();
                let mut waited = [PollFd::from_borrowed_fd(stream, PollFlags::OUT)];
                if poll(&mut waited, timeout.as_ref()) != Ok(1) {
                    return;
                }
            }
            // A closed standard stream of this program must not fail a task.
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Instant;

    #[test]
    fn a_hook_that_takes_long_costs_lines_and_nobody_waits() {
        let (told, lines) = mpsc::channel();
        let (go, gate) = mpsc::channel::<()>();
        let gate = Mutex::new(gate);
        let hub = LineHub::new(LineHook::new(move |line| {
            if line.text == "0" {
                let _ = gate.lock().unwrap().recv();
            }
            told.send(line.clone()).unwrap();
        }));
        hub.note_call(5, "work");
        let total = MOST_LINES as u64 + 100;
        for at in 0..total {
            hub.line(9, LineStream::Stderr, Some((5, at)), at.to_string().as_bytes());
        }
        go.send(()).unwrap();
        drop(go);
        let (mut seen, mut last, start) = (0, None, Instant::now());
        while seen < total {
            match lines.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => {
                    seen += 1 + line.missed;
                    last = Some(line);
                }
                // The next one that is kept says how many are missing.
                Err(_) => hub.line(9, LineStream::Stderr, None, b"end"),
            }
            assert!(start.elapsed() < Duration::from_secs(20), "{seen} of {total} lines are accounted for");
        }
        let last = last.unwrap();
        assert_eq!((last.pid, last.stream), (9, LineStream::Stderr));
    }

    #[test]
    fn names_are_those_of_the_last_calls_and_a_panic_of_the_hook_is_survived() {
        let (told, lines) = mpsc::channel();
        let hub = LineHub::new(LineHook::new(move |line| {
            assert_ne!(line.text, "bad");
            told.send(line.clone()).unwrap();
        }));
        hub.note_call(1, "first");
        hub.note_call(2, "second");
        hub.note_call(1 + CALLS as u32, "later");
        hub.line(1, LineStream::Stdout, Some((2, 0)), b"bad");
        hub.line(1, LineStream::Stdout, Some((2, 3)), b"x");
        hub.line(1, LineStream::Stdout, Some((1, 0)), b"y");
        drop(hub);
        let lines: Vec<WorkerLine> = lines.iter().collect();
        assert_eq!((lines[0].task, lines[0].index), (Some("second"), Some(3)));
        assert_eq!((lines[1].task, lines[1].index), (None, Some(0)));
        assert_eq!(lines.len(), 2);
    }
}
