//! Changing a capture, as far as the tokens show it. What only types show (`name.push(1)`) is rustc's to refuse.

use super::place::root;
use super::rewriter::Rewriter;
use syn::Expr;
use syn::visit_mut::VisitMut;

/// The left side of an assignment.
pub(super) fn assigned(rewriter: &mut Rewriter<'_>, left: &mut Expr) {
    match left {
        Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|left| assigned(rewriter, left)),
        Expr::Array(array) => array.elems.iter_mut().for_each(|left| assigned(rewriter, left)),
        Expr::Call(call) => call.args.iter_mut().for_each(|left| assigned(rewriter, left)),
        Expr::Struct(value) => value.fields.iter_mut().for_each(|field| assigned(rewriter, &mut field.expr)),
        Expr::Paren(inner) => assigned(rewriter, &mut inner.expr),
        _ => {
            refuse(rewriter, left);
            rewriter.visit_expr_mut(left);
        }
    }
}

/// Refuses a place that is part of a capture.
pub(super) fn refuse(rewriter: &mut Rewriter<'_>, place: &Expr) {
    if let Some(ident) = root(place)
        && ident != "self"
        && rewriter.is_capture(ident)
    {
        rewriter.refuse_change(ident);
    }
}
