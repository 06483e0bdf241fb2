//! `#[wirecheck::main]`.

use crate::diag::Ctxt;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{ItemFn, LitStr, Path, Token, parse_quote};
use wirecheck_rules::rules::main_shape;

pub(crate) fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let library = library.parse2(args).unwrap_or_else(|error| {
        ctxt.report_at(&main_shape::RULE, error.span(), "all it takes is `crate = path`");
        parse_quote!(::wirecheck)
    });
    let function = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => Some(function),
        Err(_) => {
            ctxt.report(&main_shape::RULE, item.clone().into_iter().next(), "this is not a function");
            None
        }
    };
    if let Some(function) = &function {
        if let Some(word) = &function.sig.asyncness {
            ctxt.report(&main_shape::RULE, word, "the runtime would start before `init`");
        } else if !function.sig.inputs.is_empty() {
            ctxt.report(&main_shape::RULE, &function.sig.inputs, "a `main` has no parameters");
        }
    }
    let errors = ctxt.check().err().map(|error| error.to_compile_error());
    match (errors, function) {
        (None, Some(mut function)) => {
            function.block.stmts.insert(0, parse_quote!(#library::init();));
            function.to_token_stream()
        }
        // What is wrong is said; nothing more about this function is news.
        (errors, Some(function)) => {
            let (attrs, vis, ident) = (function.attrs, function.vis, function.sig.ident);
            quote!(#errors #(#attrs)* #vis fn #ident() {})
        }
        (errors, None) => quote!(#errors #item),
    }
}

/// `crate = path` or `crate = "path"`, as the attribute of the derive has it.
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
