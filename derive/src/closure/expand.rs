//! The expansion.
//!
//! ```text
//! {
//!     let captures = (capture(by),);
//!     let code = typed(&captures, |captures, x: f64| { let (by,) = captures; x * (*by) });
//!     listed(&captures, code); // takes a fn pointer: E0308, with the name, if the body captures something else
//!     closure(captures, code)
//! }
//! ```

use super::detect::Detected;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprBlock, Pat};

pub(super) fn expand(detected: &Detected) -> TokenStream {
    let Detected { captures, closure } = detected;
    // Names the body cannot see.
    let all = Ident::new("captures", Span::mixed_site());
    // Errors about a capture are at the variable, errors about the closure at its bars.
    let taken = captures.iter().map(|name| {
        let span = Span::mixed_site().located_at(name.span());
        quote_spanned!(span=> ::wirecheck::__private::capture(#name),)
    });
    let (captured, unpack) = if captures.is_empty() {
        (quote!(_), TokenStream::new())
    } else {
        (quote!(#all), quote!(let (#(#captures,)*) = #all;))
    };
    let parameter = parameter(&closure.inputs.iter().collect::<Vec<_>>());
    // The statements of a block, so that it is not a block in a block.
    let body = match &*closure.body {
        Expr::Block(ExprBlock { attrs, label: None, block }) if attrs.is_empty() => {
            block.stmts.iter().map(ToTokens::to_token_stream).collect()
        }
        body => body.to_token_stream(),
    };
    let output = &closure.output;
    let bars = Span::mixed_site().located_at(closure.inputs_begin.span());
    let typed = quote_spanned!(bars=> ::wirecheck::__private::typed);
    let listed = quote_spanned!(bars=> ::wirecheck::__private::listed);
    let code = Ident::new("code", bars);
    quote! {{
        let #all = (#(#taken)*);
        // A use of a capture is a dereference that nobody wrote.
        #[allow(clippy::borrow_deref_ref, clippy::deref_addrof, clippy::explicit_auto_deref)]
        let #code = #typed(&#all, |#captured, #parameter| #output { #unpack #body });
        #listed(&#all, #code);
        ::wirecheck::__private::closure(#all, #code)
    }}
}

/// The code takes one argument: nothing is `()`, several are a tuple.
fn parameter(inputs: &[&Pat]) -> TokenStream {
    match inputs {
        [] => quote!((): ()),
        [one] => quote!(#one),
        several => {
            let patterns = several.iter().map(|pat| match pat {
                Pat::Type(typed) => &*typed.pat,
                other => *other,
            });
            let types = several.iter().map(|pat| match pat {
                Pat::Type(typed) => {
                    let ty = &typed.ty;
                    quote!(#ty)
                }
                _ => quote!(_),
            });
            quote!((#(#patterns,)*): (#(#types,)*))
        }
    }
}
