//! Names of types that a codec's crate gives its own types.
//!
//! These crates know such a type by its name, and write or read it in another way than other types.

use super::{AnyFormat, Buffered};
use crate::format::{Format, types};

/// The name `_ExtStruct` of a newtype: an extension type of rmp-serde.
#[derive(Clone, Copy, Debug)]
pub struct ExtStruct;

/// The name `@@TAG@@` of an enum: a tag of ciborium.
#[derive(Clone, Copy, Debug)]
pub struct CborTag;

/// A name that begins with `$serde_json::private::`: a number or text of serde_json.
#[derive(Clone, Copy, Debug)]
pub struct JsonPrivate;

/// Takes a type of this name as it takes others.
///
/// ```
/// use wirecheck::format::{TakesTypeName, type_names::ExtStruct};
/// use wirecheck::{Json, MessagePack, probe};
///
/// assert!(probe!(Json: TakesTypeName<ExtStruct>));
/// assert!(!probe!(MessagePack: TakesTypeName<ExtStruct>));
/// ```
#[diagnostic::on_unimplemented(
    message = "[WC0038] `{Self}` keeps the name of this type for a type of its own",
    label = "not a name for a type in this format",
    note = "why: the crate of `{Self}` knows some of its own types by their names, and writes or reads a type of such a \
            name in another way: nothing can be encoded, or it cannot be decoded",
    note = "help: take another name: remove the `rename`, or write another one",
    note = "more: `cargo wirecheck explain WC0038`"
)]
pub trait TakesTypeName<Name>: Format {}

/// Every format takes every name, except these.
macro_rules! takes {
    ([] $($Format:ident { $($row:tt)* })*) => {$(
        takes! { @ ExtStruct $Format }
        takes! { @ CborTag $Format }
        takes! { @ JsonPrivate $Format }
    )*};
    (@ ExtStruct MessagePack) => {};
    (@ ExtStruct MessagePackNamed) => {};
    (@ CborTag Cbor) => {};
    (@ JsonPrivate Json) => {};
    (@ $name:ident $Format:ident) => {
        #[diagnostic::do_not_recommend]
        impl TakesTypeName<$name> for types::$Format {}
    };
}

wirecheck_rules::formats!(takes);

#[diagnostic::do_not_recommend]
impl<Name> TakesTypeName<Name> for AnyFormat {}

/// What is read from serde's buffer was written by the format.
#[diagnostic::do_not_recommend]
impl<Name, F: TakesTypeName<Name>> TakesTypeName<Name> for Buffered<F> {}
