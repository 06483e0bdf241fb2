//! `[by, other] move |x: f64| -> f64 { .. }`.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{ExprClosure, Token, bracketed, token};

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
            let names = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
            // Between the list and the closure a comma is what the fingers type.
            input.parse::<Option<Token![,]>>()?;
            Some(names.into_iter().collect())
        } else {
            None
        };
        let closure = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            Ok(Self { listed, closure })
        } else {
            Err(input.error("unexpected after the closure"))
        }
    }
}
