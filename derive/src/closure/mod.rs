//! `closure!`: parse, find the captured variables, rewrite their uses, expand.
//!
//! What is found may be wrong in either direction without harm. A variable that is missed stays in the body, and the
//! body has to become an `fn` pointer: rustc refuses that and names the variable. One that is taken by mistake (the
//! name of a function) is not `Sendable`, and rustc names it too. `closure!([a, b] |x| ..)` decides by hand.

mod borrows;
mod changes;
mod crate_path;
mod detect;
mod expand;
mod input;
mod macros;
mod place;
mod rewriter;
mod scope;
mod visit;

#[cfg(test)]
mod tests;

use crate_path::CratePath;
use input::Input;
use proc_macro2::TokenStream;
use quote::quote;
use wirecheck_model::Diagnostics;
use wirecheck_rules::rules::{closure_shape, too_many_captures};

/// serde's longest tuple.
const MOST_CAPTURES: usize = 16;

pub(crate) fn closure(input: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let (krate, input) = CratePath::split(input);
    let expanded = match syn::parse2::<Input>(input) {
        Ok(input) => {
            let detected = detect::detect(&diagnostics, &krate, input);
            if let Some(one_more) = detected.captures.get(MOST_CAPTURES) {
                diagnostics.report(
                    &too_many_captures::RULE,
                    one_more,
                    format_args!("{}", detected.captures.len()),
                );
            }
            expand::expand(&krate, &detected)
        }
        Err(error) => {
            diagnostics.report_at(&closure_shape::RULE, error.span(), error);
            TokenStream::new()
        }
    };
    // No expansion next to an error: the type of a closure cannot be stood in for.
    match diagnostics.check() {
        Ok(()) => expanded,
        // One after the other in a block, whose value is the last of them: of no type that could be complained about.
        Err(errors) => {
            let errors = errors.into_iter().map(|error| error.to_compile_error());
            quote!({ #(#errors)* })
        }
    }
}
