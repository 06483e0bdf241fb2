//! Macros with a format string.

use super::parse::{Argument, arguments, texts};
use crate::closure::place::place_at;
use crate::closure::rewriter::Rewriter;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprLit, Lit, LitStr};

/// The arguments; and for every captured variable that only the format string names, one more that passes its value.
///
/// The variable itself is a reference inside the closure, which `{:p}` and `{:width$}` would notice.
pub(super) fn visit(
    rewriter: &mut Rewriter<'_>,
    tokens: TokenStream,
    at: usize,
    asserts: bool,
) -> Option<TokenStream> {
    let mut arguments = arguments.parse2(tokens.clone()).ok()?;
    let before = rewriter.uses.len();
    arguments.iter_mut().for_each(|argument| rewriter.visit_expr_mut(&mut argument.value));
    let mut inline = Vec::new();
    if let Some(text) = arguments.get(at).and_then(|argument| literal(&argument.value)) {
        for name in names(&text.value()) {
            let given = arguments
                .iter()
                .any(|argument| argument.name.as_ref().is_some_and(|(given, _)| given.unraw() == name));
            if given {
                continue;
            }
            if name == "self" {
                rewriter.refuse_self(text.span());
            }
            if let Some(ident) = ident(&name, text.span())
                && rewriter.is_capture(&ident)
            {
                let place = place_at(&ident, text.span());
                inline.push(quote_spanned!(text.span()=> #ident = #place));
            }
        }
    }
    // Without a message of its own, `assert!` prints the condition as it stands in the source.
    if asserts && arguments.len() == 1 && rewriter.uses.len() > before {
        inline.push(quote!("{}"));
        let condition = arguments.iter().map(|argument| argument.value.clone()).collect::<Vec<_>>();
        let text = format!("assertion failed: {}", texts(tokens, &condition).concat());
        inline.push(quote!(#text));
    }
    let arguments = arguments.iter().map(|Argument { name, value }| match name {
        Some((name, equals)) => quote!(#name #equals #value),
        None => value.to_token_stream(),
    });
    let all = arguments.chain(inline);
    Some(quote!(#(#all),*))
}

fn literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// The identifier that a hole means: `{type}` is the variable `r#type`.
pub(super) fn ident(name: &str, span: Span) -> Option<Ident> {
    match syn::parse_str::<Ident>(name) {
        Ok(_) => Some(Ident::new(name, span)),
        Err(_) => {
            let is_path = matches!(name, "self" | "Self" | "super" | "crate" | "_");
            let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            (is_word && !is_path).then(|| Ident::new_raw(name, span))
        }
    }
}

/// The names a format string takes from its surroundings: `{name:>width$.precision$}`.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let text = text.replace("{{", "").replace("}}", "");
    for hole in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let (name, spec) = hole.split_once(':').unwrap_or((hole, ""));
        let parameters = spec.split('$').rev().skip(1).map(|before| {
            let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            // `{:0width$}`: a flag.
            before[start..].trim_start_matches('0')
        });
        for name in std::iter::once(name.trim()).chain(parameters) {
            let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if is_name && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}
