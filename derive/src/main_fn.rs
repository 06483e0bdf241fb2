//! `#[wirecheck::main]`.

use crate::diag::Ctxt;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ItemFn, parse_quote};
use wirecheck_rules::rules::main_shape;

pub(crate) fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    if !args.is_empty() {
        ctxt.report(&main_shape::RULE, &args, "it takes no arguments");
    }
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
            function.block.stmts.insert(0, parse_quote!(::wirecheck::init();));
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
