//! `#[wirecheck::main]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{ItemFn, LitStr, Path, Token, parse_quote};
use wirecheck_model::Diagnostics;
use wirecheck_rules::rules::main_shape;

pub(crate) fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let library = library.parse2(args).unwrap_or_else(|error| {
        diagnostics.report_at(&main_shape::RULE, error.span(), "the only argument is `crate = path`");
        parse_quote!(::wirecheck)
    });
    let function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => Some(function),
        Err(_) => {
            diagnostics.report(&main_shape::RULE, item.clone().into_iter().next(), "this is not a function");
            None
        }
    };
    if let Some(function) = &function {
        if let Some(word) = &function.sig.asyncness {
            diagnostics.report(&main_shape::RULE, word, "the async runtime would start before `init`");
        } else if !function.sig.inputs.is_empty() {
            diagnostics.report(&main_shape::RULE, &function.sig.inputs, "a `main` has no parameters");
        }
    }
    let errors = diagnostics.check().err().map(|error| error.to_compile_error());
    match (errors, function) {
        (None, Some(mut function)) => {
            function.block.stmts.insert(0, parse_quote!(#library::init();));
            function.to_token_stream()
        }
        // The mistakes are reported. The body could only add errors that say nothing new.
        (errors, Some(function)) => {
            let (attrs, vis, ident) = (function.attrs, function.vis, function.sig.ident);
            quote!(#errors #(#attrs)* #vis fn #ident() {})
        }
        (errors, None) => quote!(#errors #item),
    }
}

/// `crate = path`, or `crate = "path"` as in the attribute of the derive.
fn library(input: ParseStream<'_>) -> syn::Result<Path> {
    if input.is_empty() {
        return Ok(parse_quote!(::wirecheck));
    }
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    let path =
        if input.peek(LitStr) { input.parse::<LitStr>()?.parse()? } else { Path::parse_mod_style(input)? };
    if input.is_empty() { Ok(path) } else { Err(input.error("unexpected")) }
}
