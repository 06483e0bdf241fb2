//! Owned text. Borrowed text is in [`refused`](super::refused): it points into this process.

use super::{Sendable, sendable};
use crate::format::Format;
use std::borrow::Cow;
use std::ffi::{CString, OsString};

sendable! {
    keys in Format;
    [] String;
}
sendable! {
    keys in AnyMapKey;
    [] CString;
    // Written with the name of its platform: bytes on Unix, wide characters on Windows.
    [] OsString;
}

impl<F: Format> Sendable<F> for Box<str> {}
impl<F: Format> Sendable<F> for Cow<'static, str> {}
