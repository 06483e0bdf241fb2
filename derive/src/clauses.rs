//! The conditions of `impl Sendable<F>`, each at the field that asks it.

use crate::bound::{Bounds, FieldBound};
use crate::parts::parts_of;
use crate::private::private;
use crate::ways::Ways;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use wirecheck_model::container::Requirement;

/// What the fields ask, each once.
pub(crate) fn of_fields(bounds: &Bounds, krate: &TokenStream, ways: &Ways) -> Vec<TokenStream> {
    let mut clauses = Vec::new();
    let mut seen = BTreeSet::new();
    for asked in &bounds.asked {
        if !seen.insert((
            asked.source.to_token_stream().to_string(),
            asked.read_from,
            asked.is_flattened,
            asked.is_marked,
        )) {
            continue;
        }
        if asked.is_marked {
            clauses.extend(parts_of(bounds, asked, krate, ways));
        } else {
            clauses.extend(whole(bounds, asked, krate, ways));
        }
    }
    clauses
}

/// What is asked of a field as a whole.
fn whole(bounds: &Bounds, asked: &FieldBound, krate: &TokenStream, ways: &Ways) -> Vec<TokenStream> {
    let private = private(krate);
    let direct = &ways.direct;
    let (held, in_buffer) = match asked.requirement {
        // What is written in the place of the type has no serde derive that asks for more.
        Requirement::Sendable if asked.is_proxy => (quote!(#krate::Sendable), quote!(HoldsInBuffer)),
        Requirement::Sendable => (quote!(#private::Held), quote!(HoldsInBuffer)),
        Requirement::Snapshot => (quote!(#private::Snapshot), quote!(SnapshotsInBuffer)),
        Requirement::Duplicate => (quote!(#private::Duplicate), quote!(DuplicatesInBuffer)),
        Requirement::Trust | Requirement::Vouch | Requirement::Recursive | Requirement::Absent => {
            return Vec::new();
        }
    };
    // rustc checks a condition without a parameter where it is written, if one of the supertraits has none; with `for` it
    // does not. The field is checked on its own, with a better message.
    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
    let mut clauses = Vec::new();
    for way in ways.of_field(asked.read_from) {
        let ty = asked.bounded(&bounds.asked_in(asked, way.format));
        clauses.push(if way.is_buffered {
            let asks = asked.at(quote!(#private::#in_buffer));
            quote!(#direct: #asks<#ty>)
        } else {
            let asks = asked.at(quote!(#held<#direct>));
            quote!(#never #ty: #asks)
        });
        if asked.is_flattened && asked.requirement == Requirement::Sendable {
            // It is flattened in the format itself.
            let flatten = asked.at(quote!(#private::Flatten<#direct>));
            clauses.push(quote!(#never #ty: #flatten));
        }
    }
    clauses
}

/// What does not depend on the format: the bounds of types that nothing more is asked of.
pub(crate) fn of_others(bounds: &Bounds, krate: &TokenStream) -> Vec<TokenStream> {
    let private = private(krate);
    let mut clauses = Vec::new();
    let mut seen = BTreeSet::new();
    for asked in bounds.asked.iter().filter(|asked| asked.uses_type) {
        let ty = asked.bounded(&bounds.real(asked));
        let own = asked.span();
        let clause = match asked.requirement {
            // Without a parameter rustc would check it here; `trusted_field` does, with a better message.
            Requirement::Trust => quote_spanned!(own=>
                #ty: #private::Serialize + #private::DeserializeOwned + ::core::marker::Send + 'static
            ),
            Requirement::Vouch | Requirement::Absent => {
                quote_spanned!(own=> #ty: ::core::marker::Send + 'static)
            }
            Requirement::Sendable if asked.in_phantom => {
                quote_spanned!(own=> #ty: ::core::marker::Send)
            }
            Requirement::Sendable
            | Requirement::Snapshot
            | Requirement::Duplicate
            | Requirement::Recursive => continue,
        };
        if seen.insert(clause.to_string()) {
            clauses.push(clause);
        }
    }
    clauses
}
