//! Where generated code finds what it uses.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;
use wirecheck_model::Container;

/// The hidden module of `wirecheck` for generated code. It is named after the version: code of this version compiles
/// with a `wirecheck` of this version and with no other.
pub(crate) const PRIVATE: &str = concat!(
    "__private_",
    env!("CARGO_PKG_VERSION_MAJOR"),
    "_",
    env!("CARGO_PKG_VERSION_MINOR"),
    "_",
    env!("CARGO_PKG_VERSION_PATCH")
);

/// The path to `wirecheck`.
pub(crate) fn krate(container: &Container<'_>) -> TokenStream {
    container.attrs.krate.as_ref().map_or_else(|| quote!(::wirecheck), Path::to_token_stream)
}

/// The path to the hidden module, from the path to `wirecheck`.
pub(crate) fn private(krate: &TokenStream) -> TokenStream {
    let module = Ident::new(PRIVATE, Span::call_site());
    quote!(#krate::#module)
}
