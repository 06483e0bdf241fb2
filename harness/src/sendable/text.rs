//! Owned text. Borrowed text is in [`refused`](super::refused): it points into this process.

use super::parts::whole;
use super::shape::Shape;
use super::{Sendable, sendable};
use crate::format::Format;
use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr, OsString};

sendable! {
    keys in Format;
    [] String => Shape::Text;
}
sendable! {
    keys in AnyMapKey;
    [] CString => Shape::Bytes;
    // Written with the name of its platform: bytes on Unix, wide characters on Windows.
    [] OsString => Shape::Any;
}

impl<F: Format> Sendable<F> for Box<OsStr> {}
impl<F: Format> Sendable<F> for Box<CStr> {
    const SHAPE: Shape = Shape::Bytes;
}
impl<F: Format> Sendable<F> for Box<str> {
    const SHAPE: Shape = Shape::Text;
}
impl<F: Format> Sendable<F> for Cow<'static, str> {
    const SHAPE: Shape = Shape::Text;
}
whole! {
    [] Box<OsStr>;
    [] Box<CStr>;
    [] Box<str>;
    [] Cow<'static, str>;
}
