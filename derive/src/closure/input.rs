//! The input of `closure!`: `[by, other] move |x: f64| -> f64 { .. }`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprClosure, Token, bracketed, token};

/// A closure, with a list of captures or without.
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
            // A comma after the list is a habit of the fingers.
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
