//! Writes comparisons as constants that fail the build.
//!
//! What the values of a type look like is known once all types are, so the compiler compares, and prints the message of
//! the rule. What only some formats confuse becomes a condition on the format, with a constant as its argument.

use crate::shape::ShapeWriter;
use crate::span;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use wirecheck_model::{Compared, Comparison, ValueShape, message};

/// One constant for each comparison that the author does not accept.
pub(crate) fn assertions(comparisons: &[Comparison], writer: &ShapeWriter<'_>) -> TokenStream {
    let asked = comparisons.iter().filter(|comparison| !comparison.is_accepted);
    asked.map(|comparison| assertion(comparison, writer)).collect()
}

/// The conditions on a format that writes structs as lists: variants that can be told apart by names may look alike there.
pub(crate) struct Conditions {
    /// A constant for each: whether they are apart.
    pub(crate) items: TokenStream,
    pub(crate) clauses: Vec<TokenStream>,
}

/// The conditions, with constants of these names.
pub(crate) fn conditions(
    comparisons: &[Comparison],
    writer: &ShapeWriter<'_>,
    format: &Ident,
    name: &Ident,
) -> Conditions {
    let private = &writer.private;
    let (mut items, mut clauses) = (TokenStream::new(), Vec::new());
    for comparison in comparisons {
        let Compared::Variants(variants) = &comparison.of else { continue };
        let (at, is_accepted) = (comparison.at, comparison.is_accepted);
        let variants = parts(variants, writer);
        let name = if clauses.is_empty() { name.clone() } else { format_ident!("{name}_{}", clauses.len()) };
        items.extend(quote_spanned! {at=>
            const #name: bool = #private::apart_as_lists(#variants, #is_accepted);
        });
        let bound = span::at(quote!(#private::TellsApart<{ #name }>), at);
        clauses.push(quote!(#format: #bound));
    }
    Conditions { items, clauses }
}

fn parts(parts: &[(String, ValueShape)], writer: &ShapeWriter<'_>) -> TokenStream {
    let private = &writer.private;
    let parts = parts.iter().map(|(name, shape)| {
        let shape = writer.write(shape);
        quote!(#private::Part { name: #name, shape: #shape })
    });
    quote!(&[#(#parts),*])
}

fn assertion(comparison: &Comparison, writer: &ShapeWriter<'_>) -> TokenStream {
    let private = &writer.private;
    // What stands before and after the names.
    let (before, after) = message(comparison.rule);
    let text = quote!([#before, #after]);
    let (check, arguments) = match &comparison.of {
        Compared::Variants(variants) => {
            let variants = parts(variants, writer);
            ("untagged", quote!(#variants, #text))
        }
        Compared::Tag { variant, content, tag } => {
            let content: TokenStream = writer.write(content);
            ("tagged", quote!(#variant, &#content, #tag, #text))
        }
        Compared::Flattened { own, parts: flattened } => {
            let (own, flattened) = (writer.entries(own), parts(flattened, writer));
            ("flattened", quote!(#own, #flattened, #text))
        }
        Compared::Denied { own, parts: flattened, denies_unknown } => {
            let (own, flattened) = (writer.entries(own), parts(flattened, writer));
            ("flatten_denied", quote!(#own, #flattened, #denies_unknown, #text))
        }
    };
    let at = comparison.at;
    let check = Ident::new(check, at);
    let check = span::at(quote!(#private::#check), at);
    quote_spanned!(at=> const _: () = #check(#arguments);)
}
