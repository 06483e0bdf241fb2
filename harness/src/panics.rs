//! Catches a panic together with its location, which only the panic hook knows.

use crate::error::PanicInfo;
use crate::sys::is_memory_limited;
use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
    static TRACE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether `PLACE` is of a panic since the last [`catch`] began.
    static FRESH: Cell<bool> = const { Cell::new(false) };
}

/// Installs our hook in front of the current one, which still runs for panics outside tasks.
#[inline]
fn install() {
    static ONCE: Once = Once::new();
    // A hook cannot be set while this thread unwinds; the next call will.
    if !ONCE.is_completed() && !std::thread::panicking() {
        ONCE.call_once(set_hook);
    }
}

fn set_hook() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let in_task = QUIET.try_with(|quiet| quiet.get() > 0).unwrap_or(false);
        // If a panic ends the program there is no later error that could show it.
        if in_task && cfg!(panic = "unwind") {
            // The error has the message; do not print it twice.
            let place = info.location().map(ToString::to_string);
            let _ = PLACE.try_with(|slot| *slot.borrow_mut() = place);
            let trace = backtrace();
            let _ = TRACE.try_with(|slot| *slot.borrow_mut() = trace);
            let _ = FRESH.try_with(|fresh| fresh.set(true));
        } else {
            previous(info);
        }
    }));
}

/// The backtrace of a panic, if one is wanted. Not where memory is limited: to find the names of functions takes a lot of it, and
/// an allocation that fails meanwhile is a second panic, which waits for the first one for ever.
fn backtrace() -> Option<String> {
    if is_memory_limited() {
        return None;
    }
    let trace = Backtrace::capture();
    (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string())
}

/// Runs `code`. A panic in it is not printed but returned.
///
/// The error is boxed, like all failures of a task: moving a large `Result` would slow down tasks that succeed.
#[inline]
pub(crate) fn catch<T>(code: impl FnOnce() -> T) -> Result<T, Box<PanicInfo>> {
    install();
    FRESH.with(|fresh| fresh.set(false));
    QUIET.with(|quiet| quiet.set(quiet.get() + 1));
    // Callers make sure that nothing the code leaves half-done is used again.
    let outcome = catch_unwind(AssertUnwindSafe(code));
    QUIET.with(|quiet| quiet.set(quiet.get() - 1));
    outcome.map_err(take)
}

/// For threads of a simulation that share one of the system: exchanges how many calls of [`catch`] this thread is in.
#[cfg(all(test, processes, feature = "bincode"))]
pub(crate) fn exchange_depth(depth: u32) -> u32 {
    QUIET.replace(depth)
}

/// Runs `step` again and again until it breaks; a panic in it is handed to `panicked`, which says whether to go on. One
/// [`catch`] for all the steps between two panics.
#[inline]
pub(crate) fn catch_each<S>(
    state: &mut S,
    mut step: impl FnMut(&mut S) -> ControlFlow<()>,
    mut panicked: impl FnMut(&mut S, Box<PanicInfo>) -> ControlFlow<()>,
) {
    while let Err(info) = catch(|| while step(state).is_continue() {}) {
        if panicked(state, info).is_break() {
            return;
        }
    }
}

/// The message of the panic that was just caught on this thread.
#[cold]
fn take(payload: Box<dyn Any + Send>) -> Box<PanicInfo> {
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        // Its drop is the user's code and may panic again, with nobody left to catch it.
        std::mem::forget(payload);
        "a payload that is not text".to_owned()
    };
    let fresh = |_: &String| FRESH.with(Cell::get);
    // Where a thread's own values are being destroyed, these may be gone.
    let place = PLACE.try_with(|slot| slot.borrow_mut().take()).ok().flatten().filter(fresh);
    let backtrace = TRACE.try_with(|slot| slot.borrow_mut().take()).ok().flatten().filter(fresh);
    Box::new(PanicInfo { message, place, backtrace })
}
