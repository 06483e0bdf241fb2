//! Where the compiler looks.
//!
//! rustc says "unsatisfied trait bound introduced here" at a bound, and does not advise to write the impl by hand, only
//! where a path is not code of a derive, and reads that off its ends and its last name. The lints about paths are silent
//! if any name in it is. So the ends and the last name are the author's, and the names before it are ours.

use proc_macro2::{Span, TokenStream, TokenTree};

/// The path of a trait, with or without arguments, as one that stands at `span`.
pub(crate) fn at(path: TokenStream, span: Span) -> TokenStream {
    let ours = Span::mixed_site().located_at(span);
    let mut tokens: Vec<TokenTree> = path.into_iter().collect();
    let is_open = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '<');
    let arguments = tokens.iter().position(is_open).unwrap_or(tokens.len());
    let last_name = arguments.saturating_sub(1);
    for (index, token) in tokens.iter_mut().enumerate() {
        let is_ours = index != 0 && index != last_name && matches!(token, TokenTree::Ident(_));
        token.set_span(if is_ours { ours } else { span });
    }
    tokens.into_iter().collect()
}

/// Marks tokens as code of the macro. Otherwise clippy would blame the author for bounds in two places: it looks at the
/// source text at the span.
pub(crate) fn ours(tokens: TokenStream) -> TokenStream {
    let place = |mut token: TokenTree| {
        token.set_span(Span::mixed_site());
        token
    };
    tokens.into_iter().map(place).collect()
}
