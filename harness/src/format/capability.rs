//! What a format can do, as marker traits. Always there, whatever features are on.
//!
//! An attribute asks for a capability wherever it stands: `#[serde(flatten)]` needs [`SelfDescribing`]. A type asks
//! for one depending on what is inside: `Option<T>` needs [`NestedOptions`] only if a `T` may be written as null, which
//! [`NotNull`](crate::sendable::NotNull) knows, and a map needs [`AnyMapKey`] only if its keys are not text
//! ([`MapKey`](crate::sendable::MapKey)).

/// A wire format.
///
/// ```
/// use wirecheck::format::{AnyMapKey, Format, NamedFields, SelfDescribing};
///
/// #[derive(Clone, Copy, Default)]
/// struct Cbor;
/// impl Format for Cbor {
///     const NAME: &'static str = "cbor";
/// }
/// impl SelfDescribing for Cbor {}
/// impl NamedFields for Cbor {}
/// impl AnyMapKey for Cbor {}
/// // Not `NestedOptions`: `Some(None)` is written as `None`.
/// ```
pub trait Format: Copy + Default + Send + Sync + 'static {
    /// The name reports and errors print.
    const NAME: &'static str;
}

/// Says what comes next in its own bytes, so that `deserialize_any` has an answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a self-describing wire format",
    label = "needs a format that says what comes next, such as `Ron` or `Json`",
    note = "why: `flatten`, `untagged`, `tag` and `other` make serde ask the input what comes next (`deserialize_any`); \
            `{Self}` has no answer, so the value would fail to encode or fail in the other process",
    note = "python: pickle writes an opcode before every value, so the question never comes up",
    note = "help: send the value as `Ron` or `Json`, or remove the attribute and match on a plain enum"
)]
pub trait SelfDescribing: Format {}

/// Writes field names, so that a field may be absent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` writes fields by position, without their names",
    label = "needs a format that writes field names, such as `Ron` or `Json`",
    note = "why: `skip_serializing_if` leaves a field out and `tag` on a struct adds one; `{Self}` then reads every \
            later field from the wrong bytes, often without any error",
    note = "python: pickle writes `__dict__` with its keys, so a missing key stays missing",
    note = "help: send the value as `Ron` or `Json`, or remove the attribute: `{Self}` writes a `None` in one byte"
)]
pub trait NamedFields: Format {}

/// Marks every `Option`, so that `Some(None)` and `None` differ.
#[diagnostic::on_unimplemented(
    message = "`{Self}` writes `Some(None)` and `None` alike",
    label = "a `Some(..)` in here can come back as `None`",
    note = "why: `{Self}` writes `None`, `()` and unit structs all as the same null, so inside an `Option` the value \
            changes without any error",
    note = "python: `json.dumps` has one `null` too, but there is no `None` inside a `None` to lose",
    note = "help: name the cases with an enum instead of the inner `Option`, or send as `Bincode`, `Postcard` or `Ron`",
    note = "help: next to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for ..` if it is never null"
)]
pub trait NestedOptions: Format {}

/// Takes any value as the key of a map.
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes only text as the keys of a map",
    label = "the keys of this map are not text",
    note = "why: strings, numbers, `bool`, `char` and enums without data are turned into text and back; `{Self}` refuses \
            any other key while it encodes",
    note = "python: `json.dumps` says `TypeError: keys must be str, int, float, bool or None`",
    note = "help: send the pairs, `Vec<(K, V)>`, or send the map as `Bincode`, `Postcard` or `Ron`"
)]
pub trait AnyMapKey: Format {}

/// The most permissive format: what it refuses, every format refuses.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyFormat;
impl Format for AnyFormat {
    const NAME: &'static str = "any format";
}
impl SelfDescribing for AnyFormat {}
impl NamedFields for AnyFormat {}
impl NestedOptions for AnyFormat {}
impl AnyMapKey for AnyFormat {}
