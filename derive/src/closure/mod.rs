//! `closure!`: parse, find the captured variables, rewrite their uses, expand.
//!
//! What is found may be wrong in either direction without harm. A variable that is missed stays in the body, and the
//! body has to become an `fn` pointer: rustc refuses that and names the variable. One that is taken by mistake (the
//! name of a function) is not `Sendable`, and rustc names it too. `closure!([a, b] |x| ..)` decides by hand.

mod detect;
mod expand;
mod macros;
mod parse;
mod scope;

#[cfg(test)]
mod tests;

use crate::diag::Ctxt;
use parse::Input;
use proc_macro2::TokenStream;
use wirecheck_rules::rules::{closure_shape, too_many_captures};

/// serde's longest tuple.
const MOST_CAPTURES: usize = 16;

pub(crate) fn closure(input: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let expanded = match syn::parse2::<Input>(input) {
        Ok(input) => {
            let detected = detect::detect(&ctxt, input);
            if let Some(one_more) = detected.captures.get(MOST_CAPTURES) {
                ctxt.report(&too_many_captures::RULE, one_more, format_args!("{}", detected.captures.len()));
            }
            expand::expand(&detected)
        }
        Err(error) => {
            ctxt.report_at(&closure_shape::RULE, error.span(), error);
            TokenStream::new()
        }
    };
    // No expansion beside an error: the type of a closure cannot be stood in for.
    match ctxt.check() {
        Ok(()) => expanded,
        Err(error) => error.to_compile_error(),
    }
}
