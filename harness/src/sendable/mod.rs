//! [`Sendable`]: the proof that a type can cross a process boundary.
//!
//! `Serialize + DeserializeOwned` is not that proof: serde implements both for `Mutex`, for atomics and (with a
//! feature) for `Rc`, and the copy in the other process then means something else. So every impl here is written
//! down on its own, one file per theme, and never given by a blanket over serde. The types that are refused for
//! ever have an impl too, with a condition nobody can meet, because the condition carries the explanation.

mod collections;
mod copies;
mod flatten;
mod foreign;
mod key;
mod net;
mod null;
mod numbers;
mod options;
mod paths;
mod pointers;
mod ranges;
mod recursive;
mod refused;
pub mod shape;
mod text;
mod time;
mod tuples;

pub use self::copies::{Duplicate, Snapshot};
pub use self::flatten::Flatten;
#[cfg(feature = "bitflags")]
#[doc(hidden)]
pub use self::foreign::made_by_bitflags;
pub use self::key::MapKey;
pub use self::null::NotNull;
pub use self::recursive::{Recursive, RecursiveInner};

use self::shape::Shape;
use crate::format::{Bincode, Format};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value of this type can be sent to another process in the wire format `F`.
///
/// Derive it:
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::{Json, Sendable};
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// struct Job {
///     name: String,
///     sizes: Vec<u32>,
/// }
///
/// fn send<T: Sendable>(_: &T) {} // in the default format, bincode
/// fn send_as_json<T: Sendable<Json>>(_: &T) {}
///
/// let job = Job { name: "mean".into(), sizes: vec![1, 2, 3] };
/// send(&job);
/// send_as_json(&job);
/// ```
#[diagnostic::on_unimplemented(
    message = "[WC0060] `{Self}` cannot cross a process boundary as `{F}`",
    label = "nothing proves that this survives the trip to another process",
    note = "why: serde alone is no proof: it writes locks and shared values too, which then mean something else",
    note = "python: `PicklingError: Can't pickle ...`, but only when the program runs",
    note = "help: for a type of yours, `#[derive(Serialize, Deserialize, Sendable)]`; for a type parameter, the bound \
            `Sendable<..>`",
    note = "help: for a type of another crate, a field of yours with `#[sendable(trust)]`, and with `#[serde(with = \"..\")]` \
            where it has no serde impls",
    note = "help: for `dyn Trait`, an enum of the types that it can be; for `impl Iterator` or `impl Future`, its values or its \
            result",
    note = "help: for a function or a closure, make it the task itself (`closure!(|x| ..)`); for the name of a function inside \
            `closure!`, list the captures: `closure!([a, b] |x| ..)`"
)]
pub trait Sendable<F: Format = Bincode>: Serialize + DeserializeOwned + Send + 'static {
    /// What the values look like once they are written; see [`shape`].
    ///
    /// Nothing need be known: [`Shape::Any`] is always right. An impl by hand may say more, so that `untagged` enums and
    /// `flatten` with this type need no `accept`.
    const SHAPE: Shape = Shape::Any;
}

/// Impls of [`Sendable`] for types that are never written as a bare null ([`NotNull`]), and whose values are map keys
/// ([`MapKey`]) in the formats after `keys in`: `Format` is all of them, `AnyMapKey` those where a key is any value.
///
/// `keys in Format; [parameters] Type => shape where [conditions]; ..`
macro_rules! sendable {
    (keys in $keys:ident; $([$($p:tt)*] $ty:ty => $shape:expr $(, where [$($w:tt)+])?;)*) => {$(
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::Sendable<F> for $ty $(where $($w)+)? {
            const SHAPE: $crate::sendable::shape::Shape = $shape;
        }
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::NotNull<F> for $ty {}
        impl<F: $crate::format::$keys, $($p)*> $crate::sendable::MapKey<F> for $ty {}
    )*};
}
use sendable;
