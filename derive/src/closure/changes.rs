//! Changing a capture, as far as the tokens show it. What only types show (`name.push(1)`) is rustc's to refuse.

use super::detect::Walk;
use syn::visit_mut::VisitMut;
use syn::{Expr, Ident, UnOp};

/// The left side of an assignment.
pub(super) fn assigned(walk: &mut Walk<'_>, left: &mut Expr) {
    match left {
        Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|left| assigned(walk, left)),
        Expr::Array(array) => array.elems.iter_mut().for_each(|left| assigned(walk, left)),
        Expr::Call(call) => call.args.iter_mut().for_each(|left| assigned(walk, left)),
        Expr::Struct(value) => value.fields.iter_mut().for_each(|field| assigned(walk, &mut field.expr)),
        Expr::Paren(inner) => assigned(walk, &mut inner.expr),
        _ => {
            refuse(walk, left);
            walk.visit_expr_mut(left);
        }
    }
}

/// Refuses a place that is part of a capture.
pub(super) fn refuse(walk: &mut Walk<'_>, place: &Expr) {
    if let Some(ident) = root(place)
        && ident != "self"
        && walk.is_capture(ident)
    {
        walk.refuse_change(ident);
    }
}

/// The variable that a place is part of, if it certainly is: behind `*name.field` may be a pointer to elsewhere.
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
