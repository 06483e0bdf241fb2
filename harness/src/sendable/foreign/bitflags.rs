//! bitflags: types that `bitflags!` makes are types of the program, so the program says which.

use bitflags::Flags;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Makes flags [`Sendable`](crate::Sendable): types made by `bitflags!` with serde's derives on them.
///
/// They are written as the names of the flags where the format is text, and as a number otherwise; bits without a
/// name are kept.
///
/// ```
/// use wirecheck::format::{Buffered, Cbor, Json};
/// use wirecheck::{Bincode, Sendable, probe};
///
/// bitflags::bitflags! {
///     #[derive(serde::Serialize, serde::Deserialize)]
///     struct Access: u8 {
///         const READ = 1;
///         const WRITE = 2;
///     }
/// }
/// wirecheck::sendable_flags!(Access);
///
/// assert!(probe!(Access: Sendable<Bincode> + Sendable<Json> + Sendable<Buffered<Json>>));
/// // There they would be written as a number and read as text.
/// assert!(!probe!(Access: Sendable<Buffered<Cbor>>));
/// ```
///
/// A struct of yours with `bitflags! { impl Access: u8 { .. } }` needs none of this: `#[derive(Sendable)]` knows all of it.
#[macro_export]
macro_rules! sendable_flags {
    ($($flags:ty),+ $(,)?) => {$(
        const _: () = {
            // In the buffer the form is forgotten, and RON keeps the newtype around the text.
            impl<F: $crate::format::BufferedOneForm + $crate::format::Newtypes> $crate::Sendable<F> for $flags {}
            impl<F: $crate::format::Format> $crate::sendable::NotNull<F> for $flags {}
            impl<F: $crate::format::Format> $crate::sendable::MapKey<F> for $flags {}
            impl<F: $crate::format::Format> $crate::sendable::Parts<F> for $flags {
                type Parts = $crate::sendable::Whole<Self, F>;
            }
            $crate::sendable::made_by_bitflags::<$flags>();
        };
    )+};
}

/// For `sendable_flags!`.
pub const fn made_by_bitflags<T: Flags + Serialize + DeserializeOwned + Send + 'static>() {}
