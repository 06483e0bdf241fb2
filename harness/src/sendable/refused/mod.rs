//! Types that never cross a process boundary, each family with its own words.
//!
//! Every type has an impl of `Sendable` under a condition nobody can meet. rustc then reports that condition, and
//! nothing else, so the condition carries the explanation.
//!
//! Two things make it one error with the right words:
//!
//! * The condition stands for the supertraits of `Sendable` too ([`Wanted`]), so that a type without serde is refused
//!   once and not three times.
//! * The condition is about the format, `F: OpenFile<File>`, not about the type: where both are about one type, rustc
//!   prints the words of the outer trait.
//!
//! The traits are public and cannot be named from outside, so nobody can meet them by writing an impl.

mod borrowed;
mod code;
mod futures;
mod handles;
mod iterators;
mod locks;
mod lossy;
mod objects;
mod once;
mod pointers;
mod program;
#[cfg(feature = "runtime")]
mod runners;
mod sharing;

/// Gives `T` a place in a supertrait, where bounds on it count for whoever assumes the trait.
pub trait Wanted<T: ?Sized> {
    /// `T`.
    type It: ?Sized;
}

/// A refusal: the trait with the text, and the types it refuses.
///
/// `for<'never>` because rustc checks a condition without any parameter where it is written, and this one is meant to
/// fail where it is used.
///
/// `[parameters,] Type;` with the parameters' trailing comma.
macro_rules! refuse {
    ($(#[$meta:meta])* $name:ident; $([$($p:tt)*] $ty:ty;)*) => {
        $(#[$meta])*
        pub trait $name<T: ?Sized>:
            $crate::sendable::refused::Wanted<T, It = T>
            + $crate::sendable::refused::Wanted<T, It: ::serde::Serialize + ::serde::de::DeserializeOwned + Send> {}
        $crate::sendable::refused::refuse_as! { $name; $([$($p)*] $ty;)* }
    };
}
/// More types for a refusal.
macro_rules! refuse_as {
    ($name:ident; $([$($p:tt)*] $ty:ty;)*) => {$(
        impl<$($p)* F: $crate::format::Format> $crate::sendable::Sendable<F> for $ty where for<'never> F: $name<$ty> {}
        // Under the same condition: a type that meets these for nothing would be what rustc suggests instead.
        impl<$($p)* F: $crate::format::Format> $crate::sendable::NotNull<F> for $ty where for<'never> F: $name<$ty> {}
        impl<$($p)* F: $crate::format::Format> $crate::sendable::MapKey<F> for $ty where for<'never> F: $name<$ty> {}
        impl<$($p)* F: $crate::format::Format> $crate::sendable::Parts<F> for $ty {
            type Parts = $crate::sendable::Whole<Self, F>;
        }
    )*};
}
use {refuse, refuse_as};
