//! Writes what a type needs of the format as conditions, each at the attribute that needs it.

use crate::span;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use wirecheck_model::FormatNeed;

/// The conditions, each capability once.
pub(crate) fn clauses(needs: &[FormatNeed], krate: &TokenStream, format: &Ident) -> Vec<TokenStream> {
    let mut clauses = Vec::new();
    let mut seen = BTreeSet::new();
    for FormatNeed { at, need, is_buffered } in needs {
        for capability in need.asks.iter().filter(|capability| seen.insert((**capability, *is_buffered))) {
            let name = Ident::new(capability.trait_name(), *at);
            let bound = span::at(quote!(#krate::format::#name), *at);
            clauses.push(if *is_buffered {
                quote!(<#format as #krate::format::Format>::InBuffer: #bound)
            } else {
                quote!(#format: #bound)
            });
        }
    }
    clauses
}
