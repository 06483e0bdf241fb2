//! Names for items and parameters of generated code: the author's own names keep their meaning next to them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use wirecheck_model::Container;

/// The names that the code of one type uses.
pub(crate) struct Names {
    /// The type parameter for the format.
    pub(crate) format: Ident,
    /// The type that stands for all parts.
    pub(crate) parts: Ident,
    /// The type that stands for the conditions that are no parts.
    pub(crate) conditions: Ident,
    /// The function that checks the fields. An array may have the length of the author's constant of that name.
    pub(crate) fields: Ident,
    /// The function that checks a format.
    pub(crate) format_check: Ident,
    /// The constant that compares variants. rustc prints it where types contain each other and nothing is marked (E0391), and
    /// prints nothing else that could tell the author what to do.
    pub(crate) apart: Ident,
}

impl Names {
    pub(crate) fn new(container: &Container<'_>) -> Self {
        // Ours all begin like this.
        let written = written(container.input.to_token_stream(), "__");
        let unused = |base| unused(&written, base);
        Self {
            format: unused("__F"),
            parts: unused("__Parts"),
            conditions: unused("__Conditions"),
            fields: unused("__fields"),
            format_check: unused("__format"),
            apart: unused("__MARK_THIS_ENUM_SENDABLE_RECURSIVE"),
        }
    }
}

/// `base`, followed by as many underscores as it takes to be none of the names in `tokens`.
pub(crate) fn unused_name(tokens: &TokenStream, base: &str) -> Ident {
    unused(&written(tokens.clone(), ""), base)
}

fn unused(written: &[String], base: &str) -> Ident {
    let mut name = base.to_owned();
    while written.contains(&name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

/// The names among the tokens that begin like this.
fn written(tokens: TokenStream, start: &str) -> Vec<String> {
    let mut names = Vec::new();
    collect(tokens, start, &mut names);
    names
}

fn collect(tokens: TokenStream, start: &str, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.extend(Some(ident.to_string()).filter(|name| name.starts_with(start)));
            }
            TokenTree::Group(group) => collect(group.stream(), start, names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
