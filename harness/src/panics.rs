//! Catching a panic with its place: the hook sees the place, `catch_unwind` only the message.

use crate::error::PanicInfo;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts our hook before the one that is there. Outside tasks, that one runs as before.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let in_task = QUIET.try_with(|quiet| quiet.get() > 0).unwrap_or(false);
            if in_task {
                // The error carries the story; printing it as well would be noise.
                let place = info.location().map(ToString::to_string);
                let _ = PLACE.try_with(|slot| *slot.borrow_mut() = place);
            } else {
                previous(info);
            }
        }));
    });
}

/// While it lives, panics of this thread are recorded and not printed.
pub(crate) struct Quiet(());

impl Quiet {
    pub(crate) fn start() -> Self {
        QUIET.with(|quiet| quiet.set(quiet.get() + 1));
        Self(())
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        QUIET.with(|quiet| quiet.set(quiet.get() - 1));
    }
}

/// The story of the panic that was just caught on this thread.
pub(crate) fn take(payload: &(dyn Any + Send)) -> PanicInfo {
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a payload that is not text".to_owned()
    };
    PanicInfo { message, place: PLACE.with(|slot| slot.borrow_mut().take()) }
}
