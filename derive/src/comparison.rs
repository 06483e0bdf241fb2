//! Writes comparisons as constants that fail the build.
//!
//! What the values of a type look like is known once all types are, so the compiler compares, and prints the message of
//! the rule.

use crate::shape::ShapeWriter;
use crate::span;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use wirecheck_model::{Compared, Comparison, ValueShape, message};

/// One constant for each comparison.
pub(crate) fn assertions(comparisons: &[Comparison], writer: &ShapeWriter<'_>) -> TokenStream {
    comparisons.iter().map(|comparison| assertion(comparison, writer)).collect()
}

fn assertion(comparison: &Comparison, writer: &ShapeWriter<'_>) -> TokenStream {
    let private = &writer.private;
    // What stands before and after the names.
    let (before, after) = message(comparison.rule);
    let text = quote!([#before, #after]);
    let (check, arguments) = match &comparison.of {
        Compared::Variants(variants) => {
            let variants = variants.iter().map(|(name, shape)| {
                let shape = writer.write(shape);
                quote!(#private::Field::required(#name, &[], #shape))
            });
            ("untagged", quote!(&[#(#variants),*], #text))
        }
        Compared::Tag { variant, content, tag } => {
            let content: TokenStream = writer.write(content);
            ("tagged", quote!(#variant, &#content, #tag, #text))
        }
        Compared::Flattened { own, parts, denies_unknown } => {
            let own = writer.entries(own);
            let parts = parts.iter().map(|(name, shape): &(String, ValueShape)| {
                let shape = writer.write(shape);
                quote!(#private::Part { name: #name, shape: #shape })
            });
            ("flattened", quote!(#own, &[#(#parts),*], #denies_unknown, #text))
        }
    };
    let at = comparison.at;
    let check = Ident::new(check, at);
    let check = span::at(quote!(#private::#check), at);
    quote_spanned!(at=> const _: () = #check(#arguments);)
}
