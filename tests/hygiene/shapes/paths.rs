//! serde by another path, types from macros, odd visibilities and layouts.

use super::sent;
use wirecheck::Sendable;

/// As if a third crate re-exported serde.
pub mod third {
    pub use serde::*;
}

#[derive(third::Serialize, third::Deserialize, Sendable)]
#[serde(crate = "crate::paths::third")]
pub struct OtherPath {
    size: u8,
}

#[derive(third::Serialize, third::Deserialize, Sendable)]
#[serde(crate = "third", untagged, expecting = "a number or a flag")]
pub enum OtherPathUntagged {
    One(u8),
    Two(bool),
}

/// Names from other alphabets.
#[derive(serde::Serialize, serde::Deserialize, Sendable)]
pub struct Statistics {
    längste_strecke: f64,
    größe: u8,
}

macro_rules! unit {
    () => {
        ()
    };
}

macro_rules! text {
    ($($tokens:tt)*) => { $($tokens)* };
}

#[derive(serde::Serialize, serde::Deserialize, Sendable)]
pub struct OfMacros<T> {
    unit: unit!(),
    text: text!(String),
    list: Vec<text!(u8)>,
    of: std::marker::PhantomData<T>,
}

macro_rules! deriving {
    ($name:ident, $field:ty, $length:expr) => {
        #[derive(serde::Serialize, serde::Deserialize, Sendable)]
        pub struct $name {
            field: $field,
            array: [$field; $length],
        }
        const _: () = sent::<$name>();
    };
}

deriving!(Made, u8, 3);
deriving!(MadeOfText, Option<String>, 1 + 1);

mod outer {
    pub(in crate::paths) mod inner {
        #[derive(serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
        pub(super) struct Restricted {
            pub(super) one: usize,
            pub(in super::inner) two: usize,
        }
    }
}

#[derive(Clone, Copy, serde::Serialize, serde::Deserialize, Sendable)]
#[repr(C, packed)]
pub struct Packed {
    one: u8,
    two: u16,
}

#[derive(serde::Serialize, serde::Deserialize, Sendable)]
#[repr(i16)]
pub enum Numbered {
    One = -1,
    Two = 300,
}

pub fn within() {
    #[derive(serde::Serialize, serde::Deserialize, Sendable)]
    struct Local<T>(T, Vec<T>);
    const _: () = sent::<Local<u8>>();
}
