//! Types that never cross a process boundary, each family with its own words.
//!
//! Every type has an impl of `Sendable` under a condition nobody can meet. rustc then reports that condition, and
//! nothing else, so the condition carries the explanation. Its supertraits are those of `Sendable`: it stands for
//! them, and a type without serde is still refused with one error. The traits are public but not nameable from
//! outside, so nobody can meet them by writing an impl.

mod borrowed;
mod code;
mod handles;
mod locks;
mod lossy;
mod pointers;
mod sharing;

/// A refusal: the trait with the text, and the types it refuses.
///
/// `for<'never>` because rustc checks a condition without any parameter where it is written, and this one is meant to
/// fail where it is used.
///
/// `[parameters,] Type;` with the parameters' trailing comma.
macro_rules! refuse {
    ($(#[$meta:meta])* $name:ident; $([$($p:tt)*] $ty:ty;)*) => {
        $(#[$meta])*
        pub trait $name<F: $crate::format::Format>:
            ::serde::Serialize + ::serde::de::DeserializeOwned + Send + 'static {}
        $(
            impl<$($p)* F: $crate::format::Format> $crate::sendable::Sendable<F> for $ty where for<'never> $ty: $name<F> {}
            // One error is enough.
            impl<$($p)* F: $crate::format::Format>
                $crate::sendable::NotNull<F, $crate::format::Collapsed> for $ty {}
        )*
    };
}
use refuse;
