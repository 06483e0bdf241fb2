//! The macros of std whose arguments are expressions. Others are left alone: what they make of their tokens is theirs.

use super::detect::Walk;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprLit, Lit, LitStr, Macro, Pat, Token};

/// How the tokens are read.
#[derive(Clone, Copy)]
enum Form {
    /// Expressions, with the format string at this place.
    Format(usize),
    /// Expressions, or `value; length`.
    List,
    /// An expression, a pattern, perhaps a condition.
    Matches,
}

fn form(mac: &Macro) -> Option<Form> {
    let segments = &mac.path.segments;
    let from_std = |first: &Ident| first == "std" || first == "core" || first == "alloc";
    if segments.len() > 2 || (segments.len() == 2 && !from_std(&segments[0].ident)) {
        return None;
    }
    Some(match segments.last()?.ident.to_string().as_str() {
        "format" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo" | "unimplemented"
        | "unreachable" | "format_args" => Form::Format(0),
        "write" | "writeln" | "assert" | "debug_assert" => Form::Format(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Form::Format(2),
        "vec" | "dbg" => Form::List,
        "matches" => Form::Matches,
        _ => return None,
    })
}

pub(super) fn visit(walk: &mut Walk<'_>, mac: &mut Macro) {
    let tokens = mac.tokens.clone();
    let rewritten = match form(mac) {
        Some(Form::Format(at)) => arguments.parse2(tokens).ok().map(|parsed| format_like(walk, parsed, at)),
        Some(Form::List) => list.parse2(tokens).ok().map(|(mut parsed, separator)| {
            parsed.iter_mut().for_each(|expr| walk.visit_expr_mut(expr));
            match separator {
                Some(semicolon) => {
                    let (value, length) = (&parsed[0], &parsed[1]);
                    quote!(#value #semicolon #length)
                }
                None => quote!(#(#parsed),*),
            }
        }),
        Some(Form::Matches) => matches.parse2(tokens).ok().map(|parsed| matches_like(walk, parsed)),
        None => None,
    };
    // Not what std's macro would accept: rustc will say so.
    if let Some(rewritten) = rewritten {
        mac.tokens = rewritten;
    }
}

struct Argument {
    name: Option<(Ident, Token![=])>,
    value: Expr,
}

fn arguments(input: ParseStream<'_>) -> syn::Result<Vec<Argument>> {
    let argument = |input: ParseStream<'_>| {
        let named = input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named { Some((input.call(Ident::parse_any)?, input.parse()?)) } else { None };
        Ok(Argument { name, value: input.parse()? })
    };
    Ok(Punctuated::<Argument, Token![,]>::parse_terminated_with(input, argument)?.into_iter().collect())
}

/// The arguments; and for every captured variable that only the format string names, one more that passes its value.
///
/// The variable itself is a reference inside the closure, which `{:p}` and `{:width$}` would notice.
fn format_like(walk: &mut Walk<'_>, mut arguments: Vec<Argument>, at: usize) -> TokenStream {
    arguments.iter_mut().for_each(|argument| walk.visit_expr_mut(&mut argument.value));
    let mut inline = Vec::new();
    if let Some(text) = arguments.get(at).and_then(|argument| literal(&argument.value)) {
        for name in names(&text.value()) {
            let Ok(ident) = syn::parse_str::<Ident>(&name) else { continue };
            let ident = Ident::new(&ident.to_string(), text.span());
            let given = arguments
                .iter()
                .any(|argument| argument.name.as_ref().is_some_and(|(name, _)| *name == ident));
            if !given && walk.is_capture(&ident) {
                inline.push(quote_spanned!(text.span()=> #ident = (*#ident)));
            }
        }
    }
    let arguments = arguments.iter().map(|Argument { name, value }| match name {
        Some((name, equals)) => quote!(#name #equals #value),
        None => value.to_token_stream(),
    });
    let all = arguments.chain(inline);
    quote!(#(#all),*)
}

fn literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// The names a format string takes from its surroundings: `{name:>width$.precision$}`.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let text = text.replace("{{", "").replace("}}", "");
    for hole in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let (name, spec) = hole.split_once(':').unwrap_or((hole, ""));
        let parameters = spec.split('$').rev().skip(1).map(|before| {
            let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            &before[start..]
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

fn list(input: ParseStream<'_>) -> syn::Result<(Vec<Expr>, Option<Token![;]>)> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
        if all.len() == 1 && input.peek(Token![;]) {
            let semicolon = input.parse()?;
            all.push(input.parse()?);
            return Ok((all, Some(semicolon)));
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok((all, None))
}

type Matched = (Expr, Pat, Option<Expr>);

fn matches(input: ParseStream<'_>) -> syn::Result<Matched> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    let condition = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
    input.parse::<Option<Token![,]>>()?;
    if input.is_empty() { Ok((value, pattern, condition)) } else { Err(input.error("unexpected")) }
}

fn matches_like(walk: &mut Walk<'_>, (mut value, pattern, condition): Matched) -> TokenStream {
    walk.visit_expr_mut(&mut value);
    walk.scopes.enter();
    walk.scopes.bind(&pattern);
    let condition = condition.map(|mut condition| {
        walk.visit_expr_mut(&mut condition);
        quote!(if #condition)
    });
    walk.scopes.leave();
    quote!(#value, #pattern #condition)
}
