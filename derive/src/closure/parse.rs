//! `$crate; [by, other] move |x: f64| -> f64 { .. }`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprClosure, Token, bracketed, token};

/// Where the library is: what `macro_rules!` writes for `$crate`.
#[derive(Clone)]
pub(crate) struct Library(TokenTree);

impl Library {
    /// Takes it from before the semicolon.
    pub(super) fn split(input: TokenStream) -> (Self, TokenStream) {
        let mut tokens = input.into_iter();
        let krate = tokens.next().unwrap_or_else(|| Ident::new("wirecheck", Span::call_site()).into());
        tokens.next();
        (Self(krate), tokens.collect())
    }

    /// The path of something that the expansion uses. Errors about it are at `span`.
    pub(super) fn path(&self, name: &str, span: Span) -> TokenStream {
        let mut krate = self.0.clone();
        // What the name means stays; where it stands is the user's place.
        krate.set_span(krate.span().located_at(span));
        let hidden = Ident::new("__private", Span::mixed_site().located_at(span));
        let name = Ident::new(name, Span::mixed_site().located_at(span));
        let colons = quote::quote_spanned!(span=> ::);
        quote!(#krate #colons #hidden #colons #name)
    }
}

pub(crate) struct Input {
    /// The captures, if they are listed.
    pub(crate) listed: Option<Vec<Ident>>,
    pub(crate) closure: ExprClosure,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let listed = if input.peek(token::Bracket) {
            let content;
            bracketed!(content in input);
            let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, Ident::parse_any)?;
            // Between the list and the closure a comma is what the fingers type.
            input.parse::<Option<Token![,]>>()?;
            Some(names.into_iter().collect())
        } else {
            None
        };
        let attrs = Attribute::parse_outer(input)?;
        let mut closure: ExprClosure = input.parse()?;
        closure.attrs = attrs;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            Ok(Self { listed, closure })
        } else {
            Err(input.error("unexpected after the closure"))
        }
    }
}
