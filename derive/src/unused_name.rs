//! Names for items and parameters of generated code: the author's own names keep their meaning next to them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// `base`, followed by as many underscores as it takes to be none of the names in `written`.
pub(crate) fn unused_name(written: &TokenStream, base: &str) -> Ident {
    let mut name = base.to_owned();
    while mentions(written.clone(), &name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
