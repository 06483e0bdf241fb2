//! What a format can do, as marker traits. They are there with every set of features.
//!
//! An attribute always needs a capability: `#[serde(flatten)]` needs [`SelfDescribing`]. A type needs one depending on what is
//! inside: `Option<T>` needs [`NestedOptions`] only if a `T` may be written as null, which
//! [`NotNull`](crate::sendable::NotNull) knows, and a map needs [`AnyMapKey`] only if its keys are not text
//! ([`MapKey`](crate::sendable::MapKey)).
//!
//! What goes through serde's buffer needs the capabilities of [`Buffered<F>`](Buffered), a format like any other that can do
//! less.

mod buffer;
mod fields;
mod keys;
mod null;
mod shares_memory;
pub mod type_names;
mod variants;

pub use self::buffer::{
    Buffered, BufferedEmptyShapes, BufferedMarkers, BufferedOneForm, BufferedUnits, Newtypes, NumberKeys,
    WideIntegers,
};
pub use self::fields::{AnyName, NamedFields, PositionalFields};
pub use self::keys::AnyMapKey;
pub use self::null::{NestedOptions, UnitStructs};
pub use self::shares_memory::SharesMemory;
pub use self::type_names::TakesTypeName;
pub use self::variants::{ManyVariants, NamedVariants, PositionalVariants, UnitVariantEntries};

/// A wire format.
///
/// ```
/// use wirecheck::format::{AnyMapKey, Buffered, Format, NamedFields, NamedVariants, SelfDescribing};
///
/// #[derive(Clone, Copy, Default)]
/// struct Toml;
/// impl Format for Toml {
///     const NAME: &'static str = "toml";
///     type InBuffer = Buffered<Self>;
/// }
/// impl SelfDescribing for Toml {}
/// impl NamedFields for Toml {}
/// impl NamedVariants for Toml {}
/// // Not `NestedOptions`: a `None` is not written at all. Not `AnyMapKey`: keys are text.
/// ```
pub trait Format: Copy + Default + Send + Sync + 'static {
    /// The name that reports and errors print.
    const NAME: &'static str;

    /// The format as it is read through serde's buffer: [`Buffered<Self>`](Buffered).
    ///
    /// What is in the buffer is read from it all the way down, so the buffer of a buffer is the same one.
    type InBuffer: Format<InBuffer = Self::InBuffer>;
}

/// Its bytes say what comes next, so that `deserialize_any` has an answer.
#[diagnostic::on_unimplemented(
    message = "[WC0040] `{Self}` is not a self-describing wire format",
    label = "needs a format that says what comes next, such as `Ron` or `Json`",
    note = "why: `flatten`, `untagged`, `tag` and `other` make serde ask the input what comes next (`deserialize_any`); \
            `{Self}` has no answer, so the value would fail to encode or fail in the other process",
    note = "python: pickle writes an opcode before every value, so it never has to ask",
    note = "help: send the value as `Ron` or `Json`, or remove the attribute and match on a plain enum",
    note = "more: `cargo wirecheck explain WC0040`"
)]
pub trait SelfDescribing: Format {}

/// The most permissive format: what it refuses, every format refuses. It has no codec.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyFormat;
impl Format for AnyFormat {
    const NAME: &'static str = "any format";
    type InBuffer = Buffered<Self>;
}

/// A format has the capability.
macro_rules! can {
    ($format:ty: $($capability:ident)*) => { $(impl $crate::format::$capability for $format {})* };
}
pub(super) use can;

/// A format of this crate has the capabilities that all of them have.
macro_rules! can_all {
    ($format:ty) => {
        $crate::format::capability::can! { $format:
            NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
            SharesMemory
        }
    };
}
pub(super) use can_all;

can! { AnyFormat:
    SelfDescribing NamedFields PositionalFields AnyName
    NamedVariants PositionalVariants ManyVariants UnitVariantEntries
    NestedOptions UnitStructs AnyMapKey
}
can_all! { AnyFormat }
// No format brings a 128-bit integer through the buffer.
can! { Buffered<AnyFormat>: PositionalFields PositionalVariants NumberKeys BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers }
