//! Derive and macros of wirecheck; use them through the `wirecheck` crate.
//!
//! # `#[derive(Sendable)]`
//!
//! Asks of every field that it is `Sendable`, and of the format what the serde attributes of the type need. What
//! no format can put right is refused here, with a code that `wirecheck-rules` explains.
//!
//! On the type:
//!
//! * `#[sendable(crate = "path")]`: where to find `wirecheck`.
//! * `#[sendable(formats(Bincode, Ron))]`: the type must be sendable in these. Without it that is asked where a value
//!   is sent, perhaps in another crate.
//! * `#[sendable(accept = "rule")]`: see below, for everything in the type.
//!
//! On a variant:
//!
//! * `#[sendable(accept = "rule")]`
//!
//! On a field:
//!
//! * `#[sendable(trust)]`: the author vouches for this field; only `Serialize + DeserializeOwned + Send + 'static`
//!   is asked of it, and with code of its own for the wire (`#[serde(with = "..")]`) only `Send + 'static`.
//! * `#[sendable(snapshot)]`: of a lock or an atomic, the value at the moment of sending is sent, and arrives in one of
//!   its own.
//! * `#[sendable(duplicate)]`: of an `Arc`, a copy of the value is sent (serde's feature `rc`).
//! * `#[sendable(recursive)]`: this field closes a cycle through another type (`error[E0275]: overflow` without
//!   it). Put it on one field of the cycle; nothing is asked of that field. A type that contains itself needs
//!   nothing.
//! * `#[sendable(accept = "rule")]`: the loss that the rule of this name describes is meant. Several are
//!   separated by commas, `accept = "skip", accept = "split-rename"`.

mod attr;
mod bound;
mod case;
mod check;
mod closure;
mod diag;
mod expand;
mod fallback;
mod main_fn;
mod model;
mod names;
mod needs;
mod nulls;
mod overlap;
mod shape;
mod span;
mod suggest;
mod symbol;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Proves that a type can cross a process boundary. See the crate's documentation for the attributes.
#[proc_macro_derive(Sendable, attributes(sendable))]
pub fn derive_sendable(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let ctxt = diag::Ctxt::new();
    let container = model::Container::new(&ctxt, &input);
    let needs = needs::find(&container);
    check::check(&ctxt, &container);
    match ctxt.check() {
        Ok(()) => expand::expand(&container, &needs),
        Err(error) => fallback::fallback(&container, &error),
    }
    .into()
}

/// `wirecheck::closure!` after a `$crate;` of its own. See there.
#[proc_macro]
pub fn closure(input: TokenStream) -> TokenStream {
    closure::closure(input.into()).into()
}

/// Lets `fn main` be started again as a worker: puts `wirecheck::init();` before its first statement.
///
/// `#[wirecheck::main(crate = path)]` says where to find `wirecheck`, for a dependency of another name.
#[proc_macro_attribute]
pub fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    main_fn::main(args.into(), item.into()).into()
}
