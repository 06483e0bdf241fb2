//! A type of the matrix, its samples, and a cell for each format.

use super::measure::{Cell, Run, Typed};
use super::way::Way;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use wirecheck::Codec;

/// How a type stands to the derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It compiles, and nothing was opted in: the promise holds.
    Accepted,
    /// It compiles because its author said `accept` or `trust`: nothing is promised.
    Opted,
    /// It does not compile.
    Refused,
}

pub struct Case {
    pub theme: &'static str,
    pub name: &'static str,
    pub standing: Standing,
    pub cells: Vec<Cell>,
}

impl Case {
    pub fn path(&self) -> String {
        format!("{}::{}", self.theme, self.name)
    }
}

/// What the matrix asks of a type.
pub trait Value: Serialize + DeserializeOwned + Debug + Clone + 'static {}
impl<T: Serialize + DeserializeOwned + Debug + Clone + 'static> Value for T {}

/// A cell of a format, each way to meet it a macro of its own: only what is used is compiled.
macro_rules! cell {
    ($name:ident, $way:ident) => {
        pub fn $name<T: Value, F: Codec>(
            verdict: bool,
            samples: fn() -> Vec<T>,
            same: fn(&T, &T) -> bool,
        ) -> Cell {
            let run: Box<dyn Run> = Box::new(Typed {
                samples,
                same,
                alone: Way::$way::<F>(),
                in_vec: Way::$way::<F>(),
                before: Way::$way::<F>(),
            });
            Cell { format: F::NAME, verdict, run }
        }
    };
}
cell!(direct, direct);
cell!(erased, erased);

/// A cell for each format; a new format is one more line.
macro_rules! cells {
    ($standing:ident $ty:ty, $samples:expr, $same:expr) => {
        vec![
            cells!(@ $standing Bincode erased $ty, $samples, $same),
            cells!(@ $standing Postcard erased $ty, $samples, $same),
            cells!(@ $standing Bitcode erased $ty, $samples, $same),
            cells!(@ $standing MessagePack erased $ty, $samples, $same),
            cells!(@ $standing MessagePackNamed erased $ty, $samples, $same),
            cells!(@ $standing Cbor erased $ty, $samples, $same),
            cells!(@ $standing Json erased $ty, $samples, $same),
            cells!(@ $standing Ron direct $ty, $samples, $same),
        ]
    };
    (@ refused $format:ident $way:ident $ty:ty, $samples:expr, $same:expr) => {
        $crate::types::case::$way::<$ty, wirecheck::format::$format>(false, $samples, $same)
    };
    (@ $standing:ident $format:ident $way:ident $ty:ty, $samples:expr, $same:expr) => {
        $crate::types::case::$way::<$ty, wirecheck::format::$format>(
            wirecheck::probe!($ty: wirecheck::Sendable<wirecheck::format::$format>), $samples, $same
        )
    };
}

/// Types of one theme: `name: Type = [samples] { the types it is made of } and { other code };`, each in a module of its own.
///
/// `same(..)` after the samples compares in place of `==`; `raw { .. }` has types that cannot derive all of `Clone, Debug, PartialEq`.
macro_rules! cases {
    ($standing:ident; $(
        $name:ident: $ty:ty = [$($sample:expr),* $(,)?] $(same($same:expr))? $({ $($item:item)* })?
            $(raw { $($raw:item)* })? $(and { $($code:item)* })?;
    )*) => {
        $(#[allow(warnings, clippy::all, reason = "odd types are the point")]
        mod $name {
            use super::*;
            use $crate::types::prelude::*;
            $($(derived! { $standing $item })*)?
            $($(raw! { $standing $raw })*)?
            $($($code)*)?
            fn samples() -> ::std::vec::Vec<$ty> {
                vec![$($sample),*]
            }
            pub(super) fn case() -> $crate::types::case::Case {
                let same: fn(&$ty, &$ty) -> bool = same!($($same)?);
                $crate::types::case::Case {
                    theme: "",
                    name: stringify!($name),
                    standing: standing!($standing),
                    cells: cells!($standing $ty, samples, same),
                }
            }
        })*
        pub(super) fn cases() -> ::std::vec::Vec<$crate::types::case::Case> {
            vec![$($name::case()),*]
        }
    };
}

macro_rules! derived {
    (refused $item:item) => {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        $item
    };
    ($standing:ident $item:item) => {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
        $item
    };
}

macro_rules! raw {
    (refused $item:item) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        $item
    };
    ($standing:ident $item:item) => {
        #[derive(serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
        $item
    };
}

macro_rules! same {
    () => {
        // A NaN is not equal to itself, and prints as itself.
        |a, b| a == b || (a != a && format!("{a:?}") == format!("{b:?}"))
    };
    ($same:expr) => {
        $same
    };
}

macro_rules! standing {
    (accepted) => {
        $crate::types::case::Standing::Accepted
    };
    (opted) => {
        $crate::types::case::Standing::Opted
    };
    (refused) => {
        $crate::types::case::Standing::Refused
    };
}

/// The themes of a folder: `themes! { a b }` has the files `a.rs` and `b.rs`, each of which uses `theme!`.
macro_rules! themes {
    ($($theme:ident)*) => {
        $(mod $theme;)*
        pub fn cases() -> Vec<$crate::types::case::Case> {
            let mut all = Vec::new();
            $(all.extend($theme::cases().into_iter().map(|case| $crate::types::case::Case { theme: stringify!($theme), ..case }));)*
            all
        }
    };
}
