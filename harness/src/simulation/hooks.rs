//! What `clock` asks for, answered by the world of this thread, if it has one.

use super::world::{self, NOW, with};
use rustix::event::{PollFd, Timespec};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The moment that virtual time counts from.
static BASE: OnceLock<Instant> = OnceLock::new();

pub(crate) fn is_simulated() -> bool {
    NOW.get().is_some()
}

pub(crate) fn now() -> Option<Instant> {
    NOW.get().map(|now| *BASE.get_or_init(Instant::now) + Duration::from_nanos(now))
}

pub(crate) fn nanos() -> Option<u64> {
    NOW.get()
}

/// A change of the control block: the worker may end here, be stopped, or give up its turn.
pub(crate) fn step() {
    if !is_simulated() {
        return;
    }
    if let Some((id, watch)) = with(|world| world.watched()) {
        watch(id);
        if with(|world| world.step_of_process()) {
            world::suspend();
        }
    }
}

/// Something that somebody waits for has changed.
pub(crate) fn note_change() {
    world::note_change();
}

/// Lets others run until something has changed, or until the timeout.
pub(crate) fn wait(timeout: Option<Duration>) {
    if with(|world| world.wait(timeout)) {
        world::suspend();
    }
}

/// Lets others run for this time.
pub(crate) fn sleep(time: Duration) {
    if with(|world| world.sleep(time)) {
        world::suspend();
    }
}

/// Lets others run, if it is their turn.
pub(crate) fn yield_now() {
    if with(|world| world.yield_now()) {
        world::suspend();
    }
}

pub(crate) fn poll(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> Option<rustix::io::Result<usize>> {
    let start = NOW.get()?;
    let deadline = timeout.map(|timeout| start.saturating_add(world::nanos_of(timeout)));
    yield_now();
    loop {
        let ready = rustix::event::poll(fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
        let left = deadline.map(|deadline| deadline.saturating_sub(NOW.get().unwrap_or(u64::MAX)));
        if ready != Ok(0) || left == Some(0) || with(|world| world.is_over_for_current()) {
            with(|world| world.count_round());
            return Some(ready);
        }
        wait(left.map(Duration::from_nanos));
    }
}

/// A thread of the simulated program, by its number; `None` is one that is not simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thread(Option<usize>);

/// Which of the simulated threads this is.
pub(crate) fn thread() -> Thread {
    Thread(NOW.get().and_then(|_| with(|world| world.current())))
}

pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Thread {
    Thread(Some(world::spawn(name, body)))
}

pub(crate) fn join(thread: Thread) {
    while thread.0.is_some_and(|at| with(|world| world.is_alive(at))) {
        wait(None);
    }
}
