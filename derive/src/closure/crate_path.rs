//! Where the expansion of `closure!` finds what it uses.

use crate::private::PRIVATE;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// The path to the library: what `macro_rules!` writes for `$crate`.
#[derive(Clone)]
pub(crate) struct CratePath(TokenTree);

impl CratePath {
    /// Takes the path and the semicolon from the input of the macro.
    pub(super) fn split(input: TokenStream) -> (Self, TokenStream) {
        let mut tokens = input.into_iter();
        let krate = tokens.next().unwrap_or_else(|| Ident::new("wirecheck", Span::call_site()).into());
        tokens.next();
        (Self(krate), tokens.collect())
    }

    /// The path of an item that the expansion uses. Errors about it are at `span`.
    pub(super) fn path(&self, name: &str, span: Span) -> TokenStream {
        let mut krate = self.0.clone();
        // The name keeps its meaning, and gets the place of the user's code.
        krate.set_span(krate.span().located_at(span));
        let hidden = Ident::new(PRIVATE, Span::mixed_site().located_at(span));
        let name = Ident::new(name, Span::mixed_site().located_at(span));
        let colons = quote::quote_spanned!(span=> ::);
        quote!(#krate #colons #hidden #colons #name)
    }
}
