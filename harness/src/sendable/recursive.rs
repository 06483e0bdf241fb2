//! What the derive writes instead of a type's own name inside its fields.
//!
//! `struct Tree { kids: Vec<Tree> }` would need `Vec<Tree>: Sendable<F>` to prove `Tree: Sendable<F>`, which rustc refuses as a
//! circle. `Vec<Itself<F>>: Sendable<F>` needs everything that `Vec` itself needs, and nothing of the type, which is being
//! proven anyway. It is being proven in `F` alone: whoever would read it as another format is refused.

use super::{MapKey, NotNull, Sendable};
use crate::format::{AnyMapKey, Format, NestedOptions};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// The format is the one in which the type is being proven.
#[diagnostic::on_unimplemented(
    message = "[WC0111] the type contains itself, and in there it is read as another format than outside",
    label = "a type around its own name reads what is in it as another format",
    note = "why: what is proven of the type outside is not proven of it in there",
    note = "help: put `#[sendable(recursive)]` on the field: the type is then proven wherever it is read",
    note = "more: `cargo wirecheck explain WC0111`"
)]
pub trait IsRead<F: Format>: Format {}
impl<F: Format> IsRead<F> for F {}

macro_rules! itself {
    ($($(#[$meta:meta])* $name:ident: not null in $not_null:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(bound = "")]
        pub struct $name<F>(PhantomData<F>, Never);
        impl<F: IsRead<G>, G: Format> Sendable<G> for $name<F> {}
        impl<F: $not_null> NotNull<F> for $name<F> {}
        impl<F: AnyMapKey> MapKey<F> for $name<F> {}
    )*};
}
itself! {
    /// Stands for a type that is never written as a bare null.
    Itself: not null in Format;
    /// Stands for a type that is written as its content, and so may be null.
    ItselfInner: not null in NestedOptions;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Never {}
