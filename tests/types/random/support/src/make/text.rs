//! Text, bytes and paths. Text types hold UTF-8 only; an `OsString` may hold any bytes.

use super::make;
use std::borrow::Cow;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

make! {
    [] char = |draw| draw.one_of(&['\0', 'a', 'A', '1', '"', 'é', '\u{7f}', '\u{1F980}', '\u{10FFFF}']);
    [] String = |draw| draw.text(usize::MAX);
    [] Box<str> = |draw| draw.text(usize::MAX).into();
    [] Cow<'static, str> = |draw| if draw.yes() { Cow::Owned(draw.text(usize::MAX)) } else { Cow::Borrowed("static") };
    [] PathBuf = |draw| draw.text(usize::MAX).into();
    [] Box<Path> = |draw| PathBuf::from(draw.text(usize::MAX)).into();
    [] CString = |draw| {
        let mut bytes = draw.text(usize::MAX).into_bytes();
        if draw.yes() {
            bytes.push(0xFF);
        }
        bytes.retain(|byte| *byte != 0);
        CString::new(bytes).unwrap_or_default()
    };
    [] Box<CStr> = |draw| CString::make(draw).into();
    [] OsString = |draw| {
        let mut text = OsString::from(draw.text(usize::MAX));
        #[cfg(unix)]
        if draw.yes() {
            text.push(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(&[0xFF]));
        }
        text
    };
    [] Box<OsStr> = |draw| OsString::make(draw).into();
}
