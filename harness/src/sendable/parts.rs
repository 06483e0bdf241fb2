//! What a type is made of: the proof for types that contain each other.
//!
//! `struct Dir { files: Vec<Entry> }` with `enum Entry { File(String), Dir(Dir) }`: a proof of `Dir: Sendable<F>` that asks
//! `Entry: Sendable<F>` asks for itself, and rustc refuses such a circle (E0275). A circle is allowed in one kind of proof
//! only: that of an auto trait. So the derive makes a type of its own for each type, and the auto trait of that one holds if
//! everything holds that the fields ask. [`Proven`] is any auto trait of std; what it means elsewhere plays no part.
//!
//! Why a circle is right here: a value is finite, so what is asked of all types that can be reached from the first one is
//! asked of each part of the value. Nothing is left out because it was met before.

use super::{MapKey, NotNull, Sendable};
use crate::format::Format;
use std::marker::PhantomData;
use std::panic::RefUnwindSafe as Proven;

/// What a type is made of, where it is read as `F`.
///
/// What `#[sendable(recursive)]` asks of the types that can be reached from there. The derive implements it. Next to a
/// hand-written [`Sendable`], say that the type is one piece, for the proof of types around it that contain each other:
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::format::Format;
/// use wirecheck::sendable::{Parts, Whole};
/// use wirecheck::{Json, Sendable, probe};
///
/// #[derive(Serialize, Deserialize)]
/// struct Version(u32, u32);
/// impl<F: Format> Sendable<F> for Version {}
/// impl<F: Format> Parts<F> for Version {
///     type Parts = Whole<Self, F>;
/// }
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// #[sendable(recursive)]
/// struct Package {
///     version: Version,
///     needs: Vec<Need>,
/// }
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// struct Need {
///     package: Package,
/// }
///
/// assert!(probe!(Package: Sendable<Json>));
/// ```
///
/// A container of a type parameter has the parts of what is in it: `type Parts = Part<T, F>`. A tuple stands for several.
#[diagnostic::on_unimplemented(
    message = "[WC0110] nothing says what `{Self}` is made of, and a type that is marked `recursive` contains it",
    label = "reached from a type or field with `#[sendable(recursive)]`",
    note = "why: types that contain each other are proven by all that they are made of, and a hand-written `Sendable` does \
            not tell",
    note = "help: derive `Sendable` for it; next to a hand-written `Sendable`, write `impl<F: Format> Parts<F> for ..` with \
            `type Parts = Whole<Self, F>;`; in generic code, ask for the whole: `Tree<T>: Sendable<F>`",
    note = "more: `cargo wirecheck explain WC0110`"
)]
pub trait Parts<F: Format> {
    /// Everything that is asked, as [`Part`], [`Whole`], or a tuple of these.
    type Parts;
}

/// Every type is what it is.
///
/// The condition of an impl is written as `Parts: Identity<Is: Proven>`. To prove it, rustc reads `Is` as the type, so it says
/// what `Parts: Proven` says. Inside the impl, where the condition is assumed, rustc keeps `Is` as a name. So it takes the
/// condition as the answer there, and does not weigh it against the proof of the whole circle.
#[doc(hidden)]
pub trait Identity {
    /// The type itself.
    type Is: ?Sized;
}
impl<T: ?Sized> Identity for T {
    type Is = T;
}

/// What holds a type parameter, and has no say in what is proven.
type Name<T> = PhantomData<fn(&T)>;

macro_rules! asked {
    ($($(#[$meta:meta])* $name:ident: [$($condition:tt)+];)*) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name<T: ?Sized, F>(Name<T>, PhantomData<F>);
        asked! { @holds $name: $($condition)+ }
    )*};
    (@holds $name:ident: parts of $of:ident) => {
        impl<F: Format, T: ?Sized + $of<F>> Proven for $name<T, F> where T::Parts: Proven {}
    };
    (@holds $name:ident: parts in buffer by $of:ident) => {
        impl<F: $of<T>, T: ?Sized> Proven for $name<T, F> where F::Parts: Proven {}
    };
    (@holds $name:ident: $condition:ident) => {
        impl<F: Format, T: ?Sized + $condition<F>> Proven for $name<T, F> {}
    };
}
asked! {
    /// `T` is sendable in `F`, by what it is made of: [`Parts`].
    Part: [parts of Parts];
    /// `T` is sendable in `F`, as one piece: it does not contain the type that is being proven.
    Whole: [Sendable];
    /// `T` may be in an `Option` in `F`: [`NotNull`].
    InOption: [NotNull];
    /// `T` may be the key of a map in `F`: [`MapKey`].
    AsKey: [MapKey];
    /// A copy of a `T` may be in an `Option` in `F`.
    CopyInOption: [CopyNotNull];
    /// `#[sendable(snapshot)]` of a field of type `T` is sendable in `F`.
    SnapshotPart: [parts of SnapshotParts];
    /// `#[sendable(duplicate)]` of a field of type `T` is sendable in `F`.
    DuplicatePart: [parts of DuplicateParts];
    /// `T` is sendable where it is read from the buffer of `F`, by what it is made of.
    BufferedPart: [parts in buffer by PartsInBuffer];
    /// `#[sendable(snapshot)]` of a field of type `T` is sendable there.
    BufferedSnapshotPart: [parts in buffer by SnapshotPartsInBuffer];
    /// `#[sendable(duplicate)]` of a field of type `T` is sendable there.
    BufferedDuplicatePart: [parts in buffer by DuplicatePartsInBuffer];
}

/// What is written in place of a lock or a shared pointer is never null: [`NotNull`] of a copy.
#[doc(hidden)]
pub trait CopyNotNull<F: Format> {}

/// What is asked of the value in a lock or an atomic, for `#[sendable(snapshot)]`.
#[doc(hidden)]
pub trait SnapshotParts<F: Format> {
    /// Everything that is asked.
    type Parts;
}

/// What is asked of the value behind a shared pointer, for `#[sendable(duplicate)]`.
#[doc(hidden)]
pub trait DuplicateParts<F: Format> {
    /// Everything that is asked.
    type Parts;
}

// Asked of the format, for the reason that `in_buffer` tells.
macro_rules! parts_in_buffer {
    ($($name:ident: $of:ident;)*) => {$(
        #[doc = concat!("[`", stringify!($of), "`] of a `T` that is read from the buffer of this format.")]
        pub trait $name<T: ?Sized>: Format {
            /// Everything that is asked.
            type Parts;
        }
        impl<F: Format, T: ?Sized + $of<F::InBuffer>> $name<T> for F {
            type Parts = T::Parts;
        }
    )*};
}
parts_in_buffer! {
    PartsInBuffer: Parts;
    SnapshotPartsInBuffer: SnapshotParts;
    DuplicatePartsInBuffer: DuplicateParts;
}

/// Types that are one piece: `[parameters] Type; ..`.
macro_rules! whole {
    ($([$($p:tt)*] $ty:ty;)*) => {$(
        impl<F: $crate::format::Format, $($p)*> $crate::sendable::Parts<F> for $ty {
            type Parts = $crate::sendable::Whole<Self, F>;
        }
    )*};
}
pub(crate) use whole;
