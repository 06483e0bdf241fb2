//! Why a value could not be read whose memory did not get here.
//!
//! `Deserialize` can only say that in words. A codec adds its own to them, and the error would look like one of the value.

use std::cell::RefCell;

/// Why the memory of a value is not here.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) message: String,
    /// The number of the operating system's error.
    pub(crate) number: Option<i32>,
}

thread_local! {
    static LAST: RefCell<Option<Missing>> = const { RefCell::new(None) };
}

/// Notes it, and returns the words for the error.
pub(super) fn note(why: Missing) -> String {
    let message = why.message.clone();
    let _ = LAST.try_with(|last| last.replace(Some(why)));
    message
}

/// What was noted last on this thread, if it is what this error of a codec says.
pub(crate) fn take(said: &str) -> Option<Missing> {
    LAST.try_with(RefCell::take).ok().flatten().filter(|why| said.contains(&why.message))
}
