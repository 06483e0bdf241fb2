//! Puts our module in front of the two derives of a serde_derive.
//!
//! Nothing is asked of the crate but that its `lib.rs` has the two functions that every procedural macro has: one with
//! `#[proc_macro_derive(Serialize, ..)]` and one with `#[proc_macro_derive(Deserialize, ..)]`. They become plain functions, and
//! two of ours take their place, which call them.

use std::fmt;
use std::ops::Range;
use syn::spanned::Spanned;

/// The module that goes into the copy.
pub(crate) const INSERTED: &str = include_str!("inserted.rs");

/// Its name, and that of its file.
pub(crate) const MODULE: &str = "wirecheck_lint_note";

/// Why a serde_derive was not patched.
#[derive(Debug, PartialEq, Eq)]
pub struct NotPatched {
    reason: String,
}

impl fmt::Display for NotPatched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for NotPatched {}

/// The text of `lib.rs` of a serde_derive, with calls of our module.
///
/// # Errors
///
/// If it is not the `lib.rs` of a serde_derive as they are.
pub fn patched(text: &str) -> Result<String, NotPatched> {
    let not = |reason: String| NotPatched { reason };
    let file = syn::parse_file(text).map_err(|error| not(format!("its lib.rs is not read: {error}")))?;
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut added = format!("\nmod {MODULE};\n");
    for (name, is_read) in [("Serialize", false), ("Deserialize", true)] {
        let found: Vec<(&syn::ItemFn, &syn::Attribute)> = file
            .items
            .iter()
            .filter_map(|item| match item {
                syn::Item::Fn(function) => Some(function),
                _ => None,
            })
            .filter_map(|function| {
                Some((function, function.attrs.iter().find(|found| derives(found, name))?))
            })
            .collect();
        let [(function, attribute)] = found[..] else {
            return Err(not(format!(
                "its lib.rs has {} functions that derive {name}; there should be one",
                found.len()
            )));
        };
        let syn::Visibility::Public(word) = &function.vis else {
            return Err(not(format!("its function that derives {name} is not public")));
        };
        let head = &text[attribute.span().byte_range()];
        let inner = &function.sig.ident;
        added.push_str(&format!(
            "\n{head}\npub fn __wirecheck_{inner}(input: proc_macro::TokenStream) -> proc_macro::TokenStream {{\n    \
             {MODULE}::noted(input, {inner}, {is_read})\n}}\n"
        ));
        cuts.push(attribute.span().byte_range());
        cuts.push(word.span().byte_range());
    }
    cuts.sort_by_key(|cut| cut.start);
    let mut patched = String::with_capacity(text.len() + added.len());
    let mut at = 0;
    for cut in cuts {
        patched.push_str(&text[at..cut.start]);
        at = cut.end;
    }
    patched.push_str(&text[at..]);
    patched.push_str(&added);
    Ok(patched)
}

/// Whether it is `#[proc_macro_derive(name, ..)]`.
fn derives(attribute: &syn::Attribute, name: &str) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return false };
    list.path.is_ident("proc_macro_derive")
        && matches!(list.tokens.clone().into_iter().next(), Some(proc_macro2::TokenTree::Ident(first)) if first == name)
}
