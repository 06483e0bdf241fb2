//! [`Sendable`]: the proof that a type can cross a process boundary.
//!
//! `Serialize + DeserializeOwned` is not that proof. serde implements both for `Mutex`, for atomics and (with a feature) for
//! `Rc`, and the copy in the other process then means something else. So there is no blanket impl over serde: each impl is
//! written by itself, in a file for each theme. Types that can never be sent have an impl too, with a condition that cannot be
//! met, because the condition carries the explanation.

mod collections;
mod copies;
#[doc(hidden)]
pub mod declared;
mod describe;
mod flatten;
mod foreign;
mod in_buffer;
mod key;
mod net;
mod null;
mod numbers;
mod options;
mod parts;
mod paths;
mod pointers;
mod ranges;
mod recursive;
mod refused;
pub(crate) mod shape;
mod text;
mod time;
mod tuples;

pub use self::copies::{Duplicate, Snapshot};
pub use self::describe::{ShapeDescription, ShapeFact, describe};
pub use self::flatten::{Flatten, TextKey};
#[cfg(feature = "bitflags")]
#[doc(hidden)]
pub use self::foreign::made_by_bitflags;
#[doc(hidden)]
pub use self::in_buffer::{DuplicatesInBuffer, HoldsInBuffer, SnapshotsInBuffer};
pub use self::key::MapKey;
pub use self::null::NotNull;
#[doc(hidden)]
pub use self::parts::{
    AsKey, BufferedDuplicatePart, BufferedPart, BufferedSnapshotPart, CopyInOption, DuplicatePart,
    DuplicateParts, Identity, InOption, SnapshotPart, SnapshotParts,
};
pub use self::parts::{Part, Parts, Whole};
pub use self::recursive::{Itself, ItselfInner};
#[doc(hidden)]
pub use std::panic::RefUnwindSafe as Proven;

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
///
/// # Implementing it by hand
///
/// The derive reads the attributes of serde's derive. It cannot read a `Serialize` that you wrote yourself. For such a type you
/// can promise by hand what the derive would prove:
///
/// - **Every value comes back equal, or is an error where it is encoded.** In the formats that you name: the bounds on `F` say
///   what the type needs. `F: Format` is every format. If your `Deserialize` calls `deserialize_any`, it is
///   `F: SelfDescribing`; if you look at `is_human_readable`, also `F: BufferedOneForm`; the table of
///   [`format`](crate::format) has the others.
/// - **A value means the same in another process.** An address, a descriptor, a lock or an instant of this process's clock does
///   not.
/// - **Nothing else happens while it is written or read**: serde may write a value twice, or stop halfway.
///
/// Five more traits say where the type can stand. Each is a line or two, and leaving one out is always right:
/// [`NotNull`] lets it be in an `Option` in formats with one null, [`MapKey`] lets it be the key of a map, [`Flatten`]
/// lets it be flattened, [`TextKey`] lets it be the key of a map that is flattened, and [`Parts`] lets it be inside types that
/// contain each other.
///
/// ```
/// use serde::de::Error as _;
/// use serde::{Deserialize, Deserializer, Serialize, Serializer};
/// use std::collections::BTreeMap;
/// use wirecheck::format::Format;
/// use wirecheck::sendable::{MapKey, NotNull};
/// use wirecheck::{Bincode, Codec, Json, Sendable, probe};
///
/// /// A version, written as text: `1.12`.
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
/// struct Version {
///     major: u32,
///     minor: u32,
/// }
///
/// impl Serialize for Version {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         serializer.collect_str(&format_args!("{}.{}", self.major, self.minor))
///     }
/// }
///
/// impl<'de> Deserialize<'de> for Version {
///     fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         let text = String::deserialize(deserializer)?;
///         let read = || {
///             let (major, minor) = text.split_once('.')?;
///             Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
///         };
///         read().ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a version")))
///     }
/// }
///
/// // Text is text in every format, is never null, and is a key where keys are text.
/// impl<F: Format> Sendable<F> for Version {}
/// impl<F: Format> NotNull<F> for Version {}
/// impl<F: Format> MapKey<F> for Version {}
///
/// assert!(probe!(BTreeMap<Version, Option<Version>>: Sendable<Json>));
///
/// // Try what you promise, with values at the borders.
/// for version in [Version { major: 0, minor: 0 }, Version { major: 1, minor: u32::MAX }] {
///     assert_eq!(Bincode::decode::<Version>(&Bincode::encode_to_vec(&version)?)?, version);
/// }
/// # Ok::<(), wirecheck::format::CodecError>(())
/// ```
///
/// `wirecheck::observe` shows what a hand-written impl asks of a format. For a field whose type is of another crate,
/// `#[sendable(trust(..))]` is the same promise without an impl.
#[diagnostic::on_unimplemented(
    message = "[WC0060] `{Self}` cannot cross a process boundary as `{F}`",
    label = "nothing proves that this survives the trip to another process",
    note = "why: serde alone is no proof: it also writes locks and shared values, and their copies mean something else",
    note = "python: `PicklingError: Can't pickle ...`, but only when the program runs",
    note = "help: for a type of yours, `#[derive(Serialize, Deserialize, Sendable)]`, and `#[sendable(shape = \"..\")]` if you \
            wrote its serde impls; for a type parameter, the bound `Sendable<..>`",
    note = "help: for a type of another crate, wirecheck's feature of that name; without one, a field of yours with \
            `#[sendable(trust(..))]` and the formats in which you tried it, and with `#[serde(with = \"..\")]` where it has no \
            serde impls",
    note = "help: for `dyn Trait`, an enum of the types that it can be; for `impl Iterator` or `impl Future`, its values or its \
            result",
    note = "help: for a function or a closure, make it the task itself (`closure!(|x| ..)`); for the name of a function inside \
            `closure!`, list the captures: `closure!([a, b] |x| ..)`",
    note = "more: `cargo wirecheck explain WC0060`"
)]
pub trait Sendable<F: Format = Bincode>: Serialize + DeserializeOwned + Send + 'static {
    /// What the values look like once they are written: [`describe`] lists it.
    #[doc(hidden)]
    const SHAPE: Shape = Shape::Any;
}

/// Impls of [`Sendable`] for types that are never written as a bare null ([`NotNull`]), and whose values are map keys
/// ([`MapKey`]) in the formats after `keys in`: `Format` is all of them, `AnyMapKey` those where a key is any value.
///
/// `keys in Format; [parameters] Type => shape, where [conditions], of [types; parts]; ..`. A type that is of no others is one
/// piece.
macro_rules! sendable {
    (keys in $keys:ident; $([$($p:tt)*] $ty:ty => $shape:expr $(, where [$($w:tt)+])? $(, of [$($of:ident),+ $(; $($part:ty),+)?])?;)*) => {$(
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::Sendable<F> for $ty $(where $($w)+)? {
            const SHAPE: $crate::sendable::shape::Shape = $shape;
        }
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::NotNull<F> for $ty {}
        impl<F: $crate::format::$keys, $($p)*> $crate::sendable::MapKey<F> for $ty {}
        // The parts of the types that it is of, and not a `Part` of each: rustc follows one step less.
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::Parts<F> for $ty
        where
            $($($of: $crate::sendable::Parts<F>),+)?
        {
            type Parts = $crate::sendable::sendable!(@parts $([$($of),+] $($($part),+)?)?);
        }
    )*};
    (@parts) => { $crate::sendable::Whole<Self, F> };
    (@parts [$of:ident]) => { $of::Parts };
    (@parts [$($of:ident),+] $($part:ty),*) => { ($($of::Parts,)+ $($part,)*) };
}
use sendable;
