//! serde reads these by borrowing for `'static`: no value that was sent lives that long.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Name(&'static str);

#[derive(Serialize, Deserialize, Sendable)]
enum Mark {
    Bytes(Option<&'static [u8]>),
    Text {
        #[serde(borrow)]
        it: Cow<'static, str>,
    },
}

/// It is not read, and so not borrowed.
#[derive(Serialize, Deserialize, Sendable)]
struct Told {
    #[serde(skip)]
    #[sendable(accept = "skip")]
    by: &'static str,
    size: u32,
}

fn main() {}
