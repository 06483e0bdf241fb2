//! Why a value could not be read whose memory did not get here.
//!
//! `Deserialize` can only say that in words. A codec adds its own to them, and the error would look like one of the value.

use crate::transfer::Unavailable;
use std::cell::RefCell;

thread_local! {
    static LAST: RefCell<Option<Unavailable>> = const { RefCell::new(None) };
}

/// Notes it, and gives the words for the error.
pub(super) fn note(why: Unavailable) -> String {
    let message = why.message().to_owned();
    let _ = LAST.try_with(|last| last.replace(Some(why)));
    message
}

/// What was noted last on this thread, if it is what this error of a codec says.
pub(crate) fn take(said: &str) -> Option<Unavailable> {
    LAST.try_with(RefCell::take).ok().flatten().filter(|why| said.contains(why.message()))
}
