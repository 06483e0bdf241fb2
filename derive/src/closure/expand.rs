//! The expansion.
//!
//! ```text
//! {
//!     let captures = (by,);
//!     let verdict = Fine.and((&&&&ask(&captures.0)).__wirecheck_verdict().at(&captures.0)); // early words, at the variable
//!     let code = typed(&captures, |captures, x: f64| { let (by,) = captures; x * read(by) });
//!     listed(&captures, code); // takes a fn pointer: E0308, with the name, if the body captures something else
//!     unsafe { verdict.closure(captures, code) } // which asks for what `listed` has checked
//! }
//! ```

use super::crate_path::CratePath;
use super::detect::Detected;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprBlock, Index, Pat};

pub(super) fn expand(krate: &CratePath, detected: &Detected) -> TokenStream {
    let Detected { captures, closure } = detected;
    // Names the body cannot see.
    let all = Ident::new("captures", Span::mixed_site());
    let verdict = Ident::new("verdict", Span::mixed_site());
    // Errors about a capture are at the variable, errors about the closure at its bars.
    let verdicts = captures.iter().enumerate().map(|(at, name)| {
        let span = Span::mixed_site().located_at(name.span());
        let ask = krate.path("ask", span);
        let at = Index { index: u32::try_from(at).unwrap_or(u32::MAX), span };
        let all = Ident::new("captures", span);
        quote_spanned!(span=> .and((&&&&#ask(&#all.#at)).__wirecheck_verdict().at(&#all.#at)))
    });
    let (captured, unpack) = if captures.is_empty() {
        (quote!(_), TokenStream::new())
    } else {
        let is_odd = captures.iter().any(|name| name.to_string().contains(char::is_uppercase));
        let odd = is_odd.then(|| quote!(#[allow(non_snake_case)]));
        (quote!(#all), quote!(#odd let (#(#captures,)*) = #all;))
    };
    let parameter = parameter(&closure.inputs.iter().collect::<Vec<_>>());
    // The statements of a block, so that it is not a block in a block.
    let mut body = &*closure.body;
    while let Expr::Group(group) = body {
        body = &*group.expr;
    }
    let body = match body {
        Expr::Block(ExprBlock { attrs, label: None, block }) if attrs.is_empty() => {
            block.stmts.iter().map(ToTokens::to_token_stream).collect()
        }
        body => body.to_token_stream(),
    };
    let attrs = &closure.attrs;
    let output = &closure.output;
    let bars = Span::mixed_site().located_at(closure.inputs_begin.span);
    let typed = krate.path("typed", bars);
    let listed = krate.path("listed", bars);
    let code = Ident::new("code", bars);
    let hidden = Span::mixed_site();
    // SAFETY: (of what is written) the code is the local that was coerced to an `fn` pointer in the statement before, so
    // it captures nothing. Nothing of the user's stands within. A user's `forbid(unsafe_code)` does not see it: the
    // word is this macro's.
    let made = quote_spanned!(hidden=> unsafe { #verdict.closure(#all, #code) });
    let (verdicts_trait, fine) = (krate.path("Verdicts", hidden), krate.path("Fine", hidden));
    let import = (!captures.is_empty()).then(|| quote!(use #verdicts_trait as _;));
    // rustc names a closure after the place where it begins and ends.
    let closure_itself = quote_spanned!(bars=> |#captured, #parameter| #output { #unpack #body });
    quote! {{
        #import
        let #all = (#(#captures,)*);
        let #verdict = #fine #(#verdicts)*;
        // A use of a capture is a dereference that nobody wrote.
        #[allow(clippy::borrow_deref_ref, clippy::deref_addrof, clippy::explicit_auto_deref)]
        #(#attrs)*
        let #code = #typed(&#all, #closure_itself);
        #listed(&#all, #code);
        #made
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
