//! The grammars of std's macros.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Pat, Token};

pub(super) struct Argument {
    pub(super) name: Option<(Ident, Token![=])>,
    pub(super) value: Expr,
}

/// `a, b, name = c`.
pub(super) fn arguments(input: ParseStream<'_>) -> syn::Result<Vec<Argument>> {
    let argument = |input: ParseStream<'_>| {
        let named = input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named { Some((input.call(Ident::parse_any)?, input.parse()?)) } else { None };
        Ok(Argument { name, value: input.parse()? })
    };
    Ok(Punctuated::<Argument, Token![,]>::parse_terminated_with(input, argument)?.into_iter().collect())
}

/// `a, b`.
pub(super) fn plain(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    Ok(Punctuated::<Expr, Token![,]>::parse_terminated(input)?.into_iter().collect())
}

/// The text of `values`, as rustc prints it of the tokens as they came: which of them touch is lost by taking them apart.
pub(super) fn texts(tokens: TokenStream, values: &[Expr]) -> Vec<String> {
    if let [_] = values {
        return vec![tokens.to_string().trim_end_matches([',', ' ']).to_owned()];
    }
    let mut tokens = tokens.into_iter();
    let text = |value: &Expr| {
        let length = value.to_token_stream().into_iter().count();
        let original: TokenStream = tokens.by_ref().take(length).collect();
        // The comma.
        tokens.next();
        original.to_string()
    };
    values.iter().map(text).collect()
}

/// `a, b`, or `a; n`.
pub(super) fn list(input: ParseStream<'_>) -> syn::Result<(Vec<Expr>, Option<Token![;]>)> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
        if all.len() == 1 && input.peek(Token![;]) {
            let semicolon = input.parse()?;
            all.push(input.parse()?);
            return Ok((all, Some(semicolon)));
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok((all, None))
}

pub(super) type Matched = (Expr, Pat, Option<Expr>);

/// `value, pattern if condition`.
pub(super) fn matches(input: ParseStream<'_>) -> syn::Result<Matched> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    let condition = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
    input.parse::<Option<Token![,]>>()?;
    if input.is_empty() { Ok((value, pattern, condition)) } else { Err(input.error("unexpected")) }
}
