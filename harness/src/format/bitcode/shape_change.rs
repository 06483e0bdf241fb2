//! bitcode panics if a type is written or read in another shape from value to value. Here that is an error.

use crate::format::CodecError;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, resume_unwind};
use std::sync::Once;

/// What bitcode panics with.
const TYPE_CHANGED: &str = "type changed";

thread_local! {
    /// How many calls of [`catch`] this thread is in.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Counts a call of [`catch`], also if it ends with a panic.
struct InCall;

impl InCall {
    fn begin() -> Self {
        CALLS.set(CALLS.get() + 1);
        Self
    }
}

impl Drop for InCall {
    fn drop(&mut self) {
        CALLS.set(CALLS.get() - 1);
    }
}

/// Runs bitcode. Its panic over a shape is an error and is not printed; a panic of the value's own code continues.
#[inline]
pub(super) fn catch<T>(code: impl FnOnce() -> Result<T, CodecError>) -> Result<T, CodecError> {
    install();
    let call = InCall::begin();
    // bitcode's half-done state is dropped.
    let outcome = catch_unwind(AssertUnwindSafe(code));
    drop(call);
    match outcome {
        Ok(outcome) => outcome,
        Err(payload) if payload.downcast_ref() == Some(&TYPE_CHANGED) => Err(CodecError::new(
            "a type in it is written in another shape from value to value, and bitcode needs one: send it in `Ron` \
             or `Json`",
        )),
        Err(payload) => resume_unwind(payload),
    }
}

/// Puts a hook in front of the current one, which is still called for every panic but this one.
#[inline]
fn install() {
    static ONCE: Once = Once::new();
    // A hook cannot be set while this thread unwinds; the next call will.
    if cfg!(panic = "unwind") && !ONCE.is_completed() && !std::thread::panicking() {
        ONCE.call_once(|| {
            let previous = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                if !is_caught(info) {
                    previous(info);
                }
            }));
        });
    }
}

/// Whether this is bitcode's panic, within a call that returns it as an error.
fn is_caught(info: &PanicHookInfo<'_>) -> bool {
    let in_call = CALLS.try_with(Cell::get).unwrap_or_default() > 0;
    let in_bitcode = info.location().is_some_and(|place| place.file().contains("bitcode"));
    in_call && in_bitcode && info.payload().downcast_ref() == Some(&TYPE_CHANGED)
}
