//! Place expressions: what stands for a variable, and not for a copy of its value.

use super::scope::is_variable;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Pat, UnOp, parse_quote_spanned};

/// `(*name)`: the place of a capture.
pub(super) fn place(ident: &Ident) -> Expr {
    parse_quote_spanned!(ident.span()=> (*#ident))
}

/// `(*name)`, with every token at `span`.
pub(super) fn place_at(ident: &Ident, span: Span) -> TokenStream {
    quote_spanned!(span=> (*#ident))
}

/// Whether `let pat = name` takes the value.
pub(super) fn takes_value(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.by_ref.is_none() && pat.subpat.is_none() && is_variable(&pat.ident),
        Pat::Type(pat) => takes_value(&pat.pat),
        Pat::Paren(pat) => takes_value(&pat.pat),
        _ => false,
    }
}

/// The variable that a place is part of, if it certainly is: behind `*name.field` may be a pointer to another place.
pub(super) fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Field(field) => root(&field.base),
        Expr::Index(index) => root(&index.expr),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Group(inner) => root(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => match &*unary.expr {
            Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    }
}
