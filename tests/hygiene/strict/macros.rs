//! Types that macros make.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

macro_rules! record {
    ($(#[$meta:meta])* $vis:vis $name:ident<$param:ident: $bound:path> {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $ty:ty = $rename:literal,)*
    }) => {
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
        $(#[$meta])*
        $vis struct $name<$param: $bound> {
            $($(#[$field_meta])* #[serde(rename = $rename)] $field_vis $field: $ty,)*
            /// The parameter.
            pub of: $param,
            /// Within itself.
            pub more: Vec<$name<$param>>,
        }
    };
}

record! {
    /// A record.
    #[serde(deny_unknown_fields)]
    pub Record<T: Clone> {
        /// A field.
        pub size: u32 = "a",
        /// A field.
        #[serde(default)]
        pub(crate) name: Option<String> = "b",
        /// A field.
        pub pair: (u8, [u16; 4]) = "c",
    }
}

macro_rules! choice {
    ($vis:vis $name:ident { $($variant:ident $(($($ty:ty),*))? $({$($field:ident: $inner:ty),*})?),* $(,)? }) => {
        /// A choice.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
        $vis enum $name {
            $(
                /// A variant.
                $variant $(($($ty),*))? $({$(
                    /// A field.
                    $field: $inner
                ),*})?,
            )*
        }
    };
}

choice! { pub Choice { Nothing, One(u8), Two(Vec<u8>, Box<Choice>), Named { it: String, of: Record<u8> } } }

macro_rules! length {
    ($name:ident, $length:expr) => {
        /// An array.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
        pub struct $name {
            /// A field.
            pub it: [u8; $length],
        }
    };
}
length!(Four, 2 + 2);

macro_rules! lifted {
    ($name:ident, $accept:literal, $skip:tt) => {
        /// What is accepted comes from outside.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Sendable)]
        pub struct $name {
            /// A field.
            #[serde($skip)]
            #[sendable(accept($accept, AnyFormat))]
            pub it: u8,
        }
    };
}
lifted!(Lifted, "skip", skip);

/// A closure from a macro, with a capture and a parameter from outside.
macro_rules! scaled {
    ($by:ident, $parameter:ident, $ty:ty) => {
        wirecheck::closure!(|$parameter: $ty| $parameter * $by)
    };
}

/// Uses it.
#[must_use]
pub fn scale(by: u32) -> u32 {
    scaled!(by, x, u32).call(2)
}
