//! What a format can do. Always there, whatever features are on.
//!
//! Two kinds of statement:
//!
//! * **Marker traits** ([`SelfDescribing`], [`NamedFields`]) are asked for by an attribute of a type:
//!   `#[serde(flatten)]` works in formats that answer `deserialize_any`, whatever the field is.
//! * **Policies** ([`Format::Options`], [`Format::Keys`]) are asked for by the type *inside* another one:
//!   `Option<T>` in JSON depends on `T`. They choose which impls of [`NotNull`](crate::sendable::NotNull) and
//!   [`MapKey`](crate::sendable::MapKey) count, so a format without the limit never sees the question.

/// A wire format.
///
/// ```
/// use wirecheck::format::{AnyKeys, Format, Nested, SelfDescribing};
///
/// #[derive(Clone, Copy, Default)]
/// struct Cbor;
/// impl Format for Cbor {
///     const NAME: &'static str = "cbor";
///     type Options = wirecheck::format::Collapsed; // `Some(None)` is written as `None`
///     type Keys = AnyKeys;
/// }
/// impl SelfDescribing for Cbor {}
/// ```
pub trait Format: Copy + Default + Send + Sync + 'static {
    /// The name reports and errors print.
    const NAME: &'static str;
    /// Whether an inner `None` stays apart from an outer one: [`Nested`] or [`Collapsed`].
    type Options: OptionPolicy;
    /// What a map key may be: [`AnyKeys`] or [`TextKeys`].
    type Keys: KeyPolicy;
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

/// A value of [`Format::Options`].
pub trait OptionPolicy: sealed::Sealed + 'static {}
/// A value of [`Format::Keys`].
pub trait KeyPolicy: sealed::Sealed + 'static {}

/// Every `Option` is written with its own mark: `Some(None)` and `None` differ.
#[derive(Debug)]
pub enum Nested {}
/// `None`, `()` and `Some(None)` are all written as one null.
#[derive(Debug)]
pub enum Collapsed {}
/// Any value can be a map key.
#[derive(Debug)]
pub enum AnyKeys {}
/// Map keys are text: strings, numbers, `bool`, `char` and enums without data.
#[derive(Debug)]
pub enum TextKeys {}

impl OptionPolicy for Nested {}
impl OptionPolicy for Collapsed {}
impl KeyPolicy for AnyKeys {}
impl KeyPolicy for TextKeys {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Nested {}
    impl Sealed for super::Collapsed {}
    impl Sealed for super::AnyKeys {}
    impl Sealed for super::TextKeys {}
}

/// The most permissive format: what it refuses, every format refuses.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyFormat;
impl Format for AnyFormat {
    const NAME: &'static str = "any format";
    type Options = Nested;
    type Keys = AnyKeys;
}
impl SelfDescribing for AnyFormat {}
impl NamedFields for AnyFormat {}
