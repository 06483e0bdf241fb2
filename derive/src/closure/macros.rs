//! The macros of std whose arguments are expressions, and `closure!` itself. What others make of their tokens is theirs.

mod format;
mod parse;

use super::input::Input;
use super::rewriter::Rewriter;
use super::scope::contains;
use parse::{list, matches, plain, texts};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Macro};

pub(super) use format::names;

/// How the tokens are read.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Expressions, with the format string at this place.
    Format(usize),
    /// The same, at 1; the text of the condition is what it panics with.
    Assert,
    /// Expressions, or `value; length`.
    List,
    /// One expression, used as a place.
    Place,
    /// Prints the text of its expressions.
    Debug,
    /// An expression, a pattern, perhaps a condition.
    Matches,
    /// `closure!` within `closure!`.
    Closure,
    /// No expression at all.
    Nothing,
}

fn form(mac: &Macro) -> Option<Form> {
    let segments = &mac.path.segments;
    let last = segments.last()?.ident.to_string();
    if last == "closure" {
        return Some(Form::Closure);
    }
    let from_std = |first: &Ident| first == "std" || first == "core" || first == "alloc";
    if segments.len() > 1 && !from_std(&segments[0].ident) {
        return None;
    }
    Some(match last.as_str() {
        "format" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo" | "unimplemented"
        | "unreachable" | "format_args" => Form::Format(0),
        "write" | "writeln" => Form::Format(1),
        "assert" | "debug_assert" => Form::Assert,
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Form::Format(2),
        "vec" => Form::List,
        "addr_of" => Form::Place,
        "dbg" => Form::Debug,
        "matches" => Form::Matches,
        "cfg" | "column" | "compile_error" | "concat" | "env" | "file" | "include_bytes" | "include_str"
        | "line" | "module_path" | "offset_of" | "option_env" | "stringify" => Form::Nothing,
        _ => return None,
    })
}

/// Rewrites the uses of captures among the arguments, or says what to put in the place of the macro.
pub(super) fn visit(rewriter: &mut Rewriter<'_>, mac: &mut Macro) -> Option<Expr> {
    let tokens = mac.tokens.clone();
    let rewritten = match form(mac) {
        Some(Form::Format(at)) => format::visit(rewriter, tokens, at, false),
        Some(Form::Assert) => format::visit(rewriter, tokens, 1, true),
        Some(Form::List) => list.parse2(tokens).ok().map(|(mut parsed, separator)| {
            parsed.iter_mut().for_each(|expr| rewriter.value(expr));
            match separator {
                Some(semicolon) => {
                    let (value, length) = (&parsed[0], &parsed[1]);
                    quote!(#value #semicolon #length)
                }
                None => quote!(#(#parsed),*),
            }
        }),
        Some(Form::Place) => syn::parse2::<Expr>(tokens).ok().map(|mut expr| {
            rewriter.visit_expr_mut(&mut expr);
            expr.to_token_stream()
        }),
        Some(Form::Matches) => matches.parse2(tokens).ok().map(|parsed| matches_like(rewriter, parsed)),
        Some(Form::Debug) => return debug(rewriter, mac),
        Some(Form::Closure) => return nested(rewriter, mac),
        Some(Form::Nothing) => return None,
        None => {
            let mut found = Vec::new();
            mentioned(tokens, &mut found);
            rewriter.hide(found);
            return None;
        }
    };
    // Not what std's macro would accept: rustc will say so.
    if let Some(rewritten) = rewritten {
        mac.tokens = rewritten;
    }
    None
}

fn matches_like(rewriter: &mut Rewriter<'_>, (mut value, pattern, condition): parse::Matched) -> TokenStream {
    rewriter.visit_expr_mut(&mut value);
    rewriter.scoped(|rewriter| {
        rewriter.scopes.bind(&pattern);
        let condition = condition.map(|mut condition| {
            rewriter.value(&mut condition);
            quote!(if #condition)
        });
        quote!(#value, #pattern #condition)
    })
}

/// `dbg!(by * 2)` prints its own tokens, which are not to be ours: a function that prints the same takes its place.
fn debug(rewriter: &mut Rewriter<'_>, mac: &Macro) -> Option<Expr> {
    let mut values = plain.parse2(mac.tokens.clone()).ok()?;
    let before = rewriter.uses.len();
    let texts = texts(mac.tokens.clone(), &values);
    values.iter_mut().for_each(|value| rewriter.value(value));
    if rewriter.uses.len() == before {
        return None;
    }
    let span = mac.path.span();
    let shown = values.iter().zip(texts).map(|(value, text)| {
        let debug = rewriter.krate.path("debug", span);
        let place = quote_spanned!(span=> ::core::concat!("[", ::core::file!(), ":", ::core::line!(), ":", ::core::column!(), "] "));
        quote!(#debug(#place, #text, #value))
    });
    let all: Vec<_> = shown.collect();
    Some(Expr::Verbatim(match &all[..] {
        [one] => one.clone(),
        several => quote!((#(#several),*)),
    }))
}

/// The closure within takes its captures as variables, so that is what they have to be.
fn nested(rewriter: &mut Rewriter<'_>, mac: &Macro) -> Option<Expr> {
    let Input { listed, mut closure } = syn::parse2(mac.tokens.clone()).ok()?;
    let before = rewriter.uses.len();
    match listed {
        Some(names) => names.iter().for_each(|name| {
            rewriter.is_capture(name);
        }),
        None => rewriter.scoped(|rewriter| {
            closure.inputs.iter().for_each(|pat| rewriter.scopes.bind(pat));
            // Only to find the names: it will be expanded for itself.
            rewriter.value(&mut closure.body);
        }),
    }
    let mut names: Vec<Ident> = Vec::new();
    for name in rewriter.uses.split_off(before) {
        if !contains(&names, &name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return None;
    }
    rewriter.uses.extend(names.iter().cloned());
    let values = names.iter().map(|name| rewriter.read(name));
    Some(Expr::Verbatim(quote! {
        match (#(#values,)*) {
            (#(#names,)*) => #mac,
        }
    }))
}

/// The identifiers among tokens, and those in the holes of format strings.
fn mentioned(tokens: TokenStream, found: &mut Vec<Ident>) {
    let mut after_dot = false;
    for token in tokens {
        let is_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        match token {
            // `.name` is a field.
            TokenTree::Ident(ident) if !after_dot => found.push(ident),
            TokenTree::Group(group) => mentioned(group.stream(), found),
            TokenTree::Literal(literal) => {
                let span: Span = literal.span();
                if let Ok(text) = syn::parse2::<syn::LitStr>(TokenTree::Literal(literal).into()) {
                    found.extend(names(&text.value()).iter().filter_map(|name| format::ident(name, span)));
                }
            }
            _ => {}
        }
        after_dot = is_dot;
    }
}
