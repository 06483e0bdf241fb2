//! Derive and macros of wirecheck; use them through the `wirecheck` crate.
//!
//! # `#[derive(Sendable)]`
//!
//! Requires that each field is `Sendable`, and that the format has what the serde attributes of the type need. What
//! fails in every format is refused at the derive, with a code that `wirecheck-rules` explains.
//!
//! On the type:
//!
//! * `#[sendable(crate = "path")]`: where to find `wirecheck`.
//! * `#[sendable(formats(Bincode, Ron))]`: the type must be sendable in these formats. Without it that is checked where
//!   a value is sent, perhaps in another crate.
//! * `#[sendable(shape = "u8")]`: its serde impls are not those of serde's derive, and write what a `u8` is written as.
//!   The value is any type, or `"text"`, `"bytes"` or `"any"`. The attributes of serde are not read then.
//! * `#[sendable(accept("rule", Json))]`: see below; it covers everything in the type.
//!
//! On a variant:
//!
//! * `#[sendable(accept("rule", Json))]`: see below; it covers everything in the variant.
//!
//! On a field:
//!
//! * `#[sendable(trust(Json, Cbor))]`: you vouch for this field in these formats. Only `Serialize + DeserializeOwned + Send +
//!   'static` is checked; with your own code for the wire (`#[serde(with = "..")]`) only `Send + 'static`.
//! * `#[sendable(snapshot)]`: for a lock or an atomic. Its value at the moment of sending is sent, and arrives in a new
//!   lock or atomic.
//! * `#[sendable(duplicate)]`: for an `Arc`. A copy of its value is sent (with serde's feature `rc`).
//! * `#[sendable(recursive)]`, also on the type: for types that contain each other. Without it rustc says `error[E0275]:
//!   overflow`: put it on one type or field of the circle. Or it says `error[E0391]: cycle detected`: put it on the type of the
//!   circle that is flattened or read without a tag. All that can be reached from there is checked. A type that contains itself
//!   does not need it.
//! * `#[sendable(accept("rule", Json, Cbor))]`: you accept the loss that the rule of this name describes, in these formats.
//!   Several rules can share one list: `accept("skip", "untagged", Json, Cbor)`.
//!
//! `trust` and `accept` hold in the formats that they list, and the type is refused in others. A name such as `Json` is a
//! format of `wirecheck`, any other path is one of yours, and `AnyFormat` claims every format. Without a list the formats
//! of `formats(..)` count. Without those too, the compiler warns at the word, and the type can be sent in no format.

mod allowed;
mod bound;
mod capability;
mod claim;
mod clauses;
mod closure;
mod comparison;
mod expand;
mod fallback;
mod field_check;
mod format_path;
mod implement;
mod main_fn;
mod own_name;
mod params;
mod parts;
mod plain;
mod private;
mod probe;
mod serde_bound;
mod shape;
mod span;
mod unused_name;
mod ways;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};
use wirecheck_model::{Model, to_error};

/// Proves that a type can cross a process boundary. See the crate's documentation for the attributes.
#[proc_macro_derive(Sendable, attributes(sendable))]
pub fn derive_sendable(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let model = Model::new(&input);
    match to_error(&model.diagnostics) {
        None => expand::expand(&model),
        Some(error) => fallback::fallback(&model.container, &error),
    }
    .into()
}

/// `wirecheck::closure!`, which is documented there. Takes the path to the library and a semicolon before its input.
#[proc_macro]
pub fn closure(input: TokenStream) -> TokenStream {
    closure::closure(input.into()).into()
}

/// `wirecheck::probe!`, which is documented there. Takes the type and the bound, each in parentheses.
#[proc_macro]
pub fn probe(input: TokenStream) -> TokenStream {
    probe::probe(input.into()).into()
}

/// Makes `fn main` able to start again as a worker: puts `wirecheck::init();` before its first statement.
///
/// For a dependency of another name, `#[wirecheck::main(crate = path)]` says where `wirecheck` is.
#[proc_macro_attribute]
pub fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    main_fn::main(args.into(), item.into()).into()
}
