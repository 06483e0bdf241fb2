//! A type of the matrix, its samples, and a cell for each format.

use super::measure::{Cell, Typed};
#[cfg(not(feature = "direct-types"))]
use super::way::Erased;
use super::way::Way;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::marker::PhantomData;
use wirecheck::observe::conformance;
use wirecheck::{Codec, Format, Sendable};

/// How a type stands to the derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It compiles, and nothing was opted in: the promise holds.
    Accepted,
    /// It compiles because its author said `accept` or `trust`: nothing is promised.
    Opted,
    /// The same, and what the author says is true in the formats that are listed, which are those that messages offer: the
    /// promise holds there.
    Offered,
    /// It does not compile.
    Refused,
}

pub struct Case {
    pub theme: &'static str,
    pub name: &'static str,
    pub standing: Standing,
    pub cells: Vec<Cell>,
    /// Whether each sample is written as its type promises.
    pub promised: fn() -> Result<(), String>,
}

impl Case {
    pub fn path(&self) -> String {
        format!("{}::{}", self.theme, self.name)
    }
}

/// What the matrix asks of a type.
pub trait Value: Serialize + DeserializeOwned + Debug + Clone + 'static {}
impl<T: Serialize + DeserializeOwned + Debug + Clone + 'static> Value for T {}

/// The compiler's verdict: whether `T: Sendable<F>`. As [`wirecheck::probe!`], whose items would be here a hundred thousand.
pub struct Probe<T, F>(PhantomData<(T, F)>);

pub trait Refused {
    type Of;
    const ACCEPTED: bool = false;
    /// A type that is refused promises nothing.
    const CONFORMANCE: fn(&Self::Of) -> Result<(), String> = |_| Ok(());
}

impl<T, F> Refused for Probe<T, F> {
    type Of = T;
}

// An associated constant of the type itself comes before that of a trait, if its bounds hold.
impl<T: Sendable<F>, F: Format> Probe<T, F> {
    pub const ACCEPTED: bool = true;
    pub const CONFORMANCE: fn(&T) -> Result<(), String> =
        |value| conformance::<T, F>(value).map_err(|error| error.to_string());
}

/// Values of a type, and what equal means.
pub type Samples<T> = (fn() -> Vec<T>, fn(&T, &T) -> bool);

/// A cell whose type is compiled for its format.
pub fn direct<T: Value, F: Codec>(verdict: bool, (samples, same): Samples<T>) -> Cell {
    let (alone, in_vec, before) = (Way::direct::<F>(), Way::direct::<F>(), Way::direct::<F>());
    Cell { format: F::NAME, verdict, run: Box::new(Typed { samples, same, alone, in_vec, before }) }
}

/// A cell whose type meets its format through `erased-serde`; compiled once for all of them.
#[cfg(not(feature = "direct-types"))]
pub fn erased<T: Value>(verdict: bool, format: Erased, (samples, same): Samples<T>) -> Cell {
    let (alone, in_vec, before) = (Way::Erased(format), Way::Erased(format), Way::Erased(format));
    Cell { format: format.name, verdict, run: Box::new(Typed { samples, same, alone, in_vec, before }) }
}

/// A cell for each format of the list. RON looks at the name of the type that asks, so it meets each type directly.
macro_rules! cells {
    ($standing:ident $ty:ty, $samples:expr, $same:expr) => {
        wirecheck_rules::formats!(cells_of, $standing $ty, $samples, $same)
    };
}

macro_rules! cells_of {
    ($args:tt $($Format:ident { $($row:tt)* })*) => { vec![$(cell_in!($args $Format)),*] };
}

macro_rules! cell_in {
    ([$standing:ident $ty:ty, $samples:expr, $same:expr] Ron) => {
        cell!(direct, verdict!($standing $ty, Ron), $ty, Ron, ($samples, $same))
    };
    ([$standing:ident $ty:ty, $samples:expr, $same:expr] $Format:ident) => {
        cell!(erased, verdict!($standing $ty, $Format), $ty, $Format, ($samples, $same))
    };
}

/// Each way to meet a format: only what is used is compiled.
#[cfg(not(feature = "direct-types"))]
macro_rules! cell {
    (erased, $verdict:expr, $ty:ty, $format:ident, $samples:expr) => {
        $crate::types::case::erased::<$ty>(
            $verdict,
            const { $crate::types::way::Erased::of::<wirecheck::format::$format>() },
            $samples,
        )
    };
    (direct, $verdict:expr, $ty:ty, $format:ident, $samples:expr) => {
        $crate::types::case::direct::<$ty, wirecheck::format::$format>($verdict, $samples)
    };
}

#[cfg(feature = "direct-types")]
macro_rules! cell {
    ($way:ident, $verdict:expr, $ty:ty, $format:ident, $samples:expr) => {
        $crate::types::case::direct::<$ty, wirecheck::format::$format>($verdict, $samples)
    };
}

macro_rules! verdict {
    (refused $ty:ty, $format:ident) => {
        false
    };
    ($standing:ident $ty:ty, $format:ident) => {{
        use $crate::types::case::Refused as _;
        $crate::types::case::Probe::<$ty, wirecheck::format::$format>::ACCEPTED
    }};
}

/// Compares a sample with what its type promises, in the most permissive format.
macro_rules! promise {
    (refused $ty:ty) => {
        |_: &$ty| Ok(())
    };
    ($standing:ident $ty:ty) => {{
        use $crate::types::case::Refused as _;
        $crate::types::case::Probe::<$ty, wirecheck::AnyFormat>::CONFORMANCE
    }};
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
                    promised: || samples().iter().try_for_each(promise!($standing $ty)),
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
        // A NaN is equal to any NaN: they all print alike. Its sign and payload are not part of the value.
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
    (offered) => {
        $crate::types::case::Standing::Offered
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
