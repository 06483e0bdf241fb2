//! What survives serde's buffer.
//!
//! To read `flatten`, `untagged` and an internal `tag`, serde first reads the value into a buffer of its own, and then from
//! there. The buffer has fewer kinds of values than the format, and does not remember whether the format is text.
//!
//! Every codec can do what is named here when it reads a value directly. What it can do through the buffer is said of
//! [`Buffered`]: `impl Newtypes for Buffered<Json> {}`.

use super::{
    AnyMapKey, AnyName, ManyVariants, NamedFields, NamedVariants, NestedOptions, SelfDescribing,
    SharesMemory, UnitStructs, UnitVariantEntries,
};
use crate::format::Format;
use std::marker::PhantomData;

/// The format `F`, read through serde's buffer.
///
/// Nothing is encoded in it. It is used in bounds: `flatten`, `untagged` and an internal `tag` need a field to be
/// `Sendable<Buffered<F>>`.
///
/// ```
/// use wirecheck::format::{Buffered, Json};
/// use wirecheck::{Sendable, probe};
///
/// assert!(probe!(u128: Sendable<Json>));
/// assert!(!probe!(u128: Sendable<Buffered<Json>>));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Buffered<F>(PhantomData<F>);

impl<F: Format> Format for Buffered<F> {
    const NAME: &'static str = F::NAME;
    type InBuffer = Self;
}

/// The same as the format itself. What goes through the buffer is found by its name, so it is never positional.
macro_rules! as_inside {
    ($($capability:ident)*) => { $(impl<F: $capability> $capability for Buffered<F> {})* };
}
as_inside! {
    SelfDescribing NamedFields AnyName
    NamedVariants ManyVariants UnitVariantEntries
    NestedOptions UnitStructs AnyMapKey SharesMemory
}

/// Takes integers of 128 bits.
#[diagnostic::on_unimplemented(
    message = "[WC0052] a 128-bit integer cannot be read back from serde's buffer",
    label = "this is read through serde's buffer, which has no 128-bit integers",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first, and the buffer \
            holds integers of up to 64 bits: the other process fails to decode it",
    note = "help: send it as two `u64` or as text, or remove the attribute and use a plain enum or a nested struct",
    note = "more: `cargo wirecheck explain WC0052`"
)]
pub trait WideIntegers: Format {}

/// Reads a type with a text form and a binary form in the form in which it was written.
#[diagnostic::on_unimplemented(
    message = "[WC0053] `{Self}` is binary, and serde's buffer treats it as text",
    label = "this is written in its binary form and read in its text form",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first, and the buffer forgets \
            that the format is binary: the other process fails to decode it",
    note = "help: send the value as `Json` or `Ron`, or remove the attribute and use a plain enum or a nested struct",
    note = "more: `cargo wirecheck explain WC0053`"
)]
pub trait BufferedOneForm: Format {}

/// Reads a struct of one unnamed field back.
#[diagnostic::on_unimplemented(
    message = "[WC0054] a newtype cannot be read back from serde's buffer as `{Self}`",
    label = "this is read through serde's buffer, which cannot tell a newtype from a list of one",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes a \
            newtype in parentheses, and the other process fails to decode it",
    note = "help: put `#[serde(transparent)]` on the newtype, name its field, or send the value as `Json`",
    note = "more: `cargo wirecheck explain WC0054`"
)]
pub trait Newtypes: Format {}

/// Reads a shape without content back: `struct Empty {}`, `[T; 0]`.
#[diagnostic::on_unimplemented(
    message = "[WC0055] a shape without content cannot be read back from serde's buffer as `{Self}`",
    label = "this is read through serde's buffer, which cannot tell an empty shape from `()`",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes every \
            empty shape as `()`, and the other process fails to decode it",
    note = "help: use a unit struct or `()`, or send the value as `Json`",
    note = "more: `cargo wirecheck explain WC0055`"
)]
pub trait BufferedEmptyShapes: Format {}

/// Reads `()` back.
#[diagnostic::on_unimplemented(
    message = "[WC0056] `()` cannot be read back from serde's buffer as `{Self}`",
    label = "this is read through serde's buffer, which takes `()` for a `None` here",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes `()` as \
            null, and the other process fails to decode it",
    note = "help: leave the field out, or send the value as `Json` or `Ron`",
    note = "more: `cargo wirecheck explain WC0056`"
)]
pub trait BufferedUnits: Format {}

/// Reads a unit struct or a `PhantomData` back.
#[diagnostic::on_unimplemented(
    message = "[WC0058] a unit struct cannot be read back from serde's buffer as `{Self}`",
    label = "this is read through serde's buffer, which does not know a unit struct here",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes a unit \
            struct as null or as an empty list, and the other process fails to decode it",
    note = "help: leave the field out, send a `bool`, or send the value as `Json` or `Ron`",
    note = "more: `cargo wirecheck explain WC0058`"
)]
pub trait BufferedMarkers: Format {}

/// Reads a number or a `bool` back that is the key of a map.
#[diagnostic::on_unimplemented(
    message = "[WC0051] the keys of this map cannot be read back from serde's buffer as `{Self}`",
    label = "this is read through serde's buffer, where the keys are text",
    note = "why: `flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes keys as \
            text, and the buffer does not turn text back into a number: the other process fails to decode it",
    note = "help: use text as keys, send the pairs (`Vec<(K, V)>`), or send the value as `Ron`",
    note = "more: `cargo wirecheck explain WC0051`"
)]
pub trait NumberKeys: Format {}
