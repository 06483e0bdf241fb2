//! Results that borrow, as far as the tokens show it: `&name.field` at the end, `-> &str`.

use super::place::root;
use super::scope::contains;
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprClosure, ExprReturn, Item, ParenthesizedGenericArguments, ReturnType, Stmt, TypeFnPtr,
    TypeReference,
};
use wirecheck_model::Diagnostics;
use wirecheck_rules::rules::closure_borrows;

/// Found before the body is rewritten.
#[derive(Default)]
pub(super) struct Borrowed {
    /// References in the declared result.
    declared: Vec<Span>,
    /// `&name ..` where the result is, and the name.
    results: Vec<(Ident, TokenStream)>,
}

pub(super) fn find(closure: &ExprClosure) -> Borrowed {
    let mut found = Borrowed::default();
    if let ReturnType::Type(_, ty) = &closure.output {
        let mut references = References::default();
        references.visit_type(ty);
        found.declared = references.0;
    }
    found.result(&closure.body);
    found.visit_expr(&closure.body);
    found
}

impl Borrowed {
    /// One error is enough: the declared one, if there is one.
    pub(super) fn report(self, diagnostics: &Diagnostics, captures: &[Ident]) {
        if let Some(span) = self.declared.first() {
            diagnostics.report_at(&closure_borrows::RULE, *span, "");
        } else if let Some((ident, result)) = self.results.iter().find(|(ident, _)| contains(captures, ident))
        {
            diagnostics.report(&closure_borrows::RULE, result, format_args!("`{ident}`"));
        }
    }

    fn result(&mut self, expr: &Expr) {
        match expr {
            Expr::Reference(reference) => {
                if let Some(ident) = root(&reference.expr) {
                    self.results.push((ident.clone(), reference.to_token_stream()));
                }
            }
            Expr::Block(block) => self.tail(&block.block),
            Expr::Unsafe(block) => self.tail(&block.block),
            Expr::If(branch) => {
                self.tail(&branch.then_branch);
                branch.else_branch.iter().for_each(|(_, otherwise)| self.result(otherwise));
            }
            Expr::Match(choice) => choice.arms.iter().for_each(|arm| self.result(&arm.body)),
            Expr::Paren(inner) => self.result(&inner.expr),
            Expr::Call(call) if is_wrapper(&call.func) => call.args.iter().for_each(|arg| self.result(arg)),
            _ => {}
        }
    }

    fn tail(&mut self, block: &Block) {
        // A name bound in the block is not the capture of that name.
        let shadows = block.stmts.iter().any(|stmt| matches!(stmt, Stmt::Local(_)));
        if let (Some(Stmt::Expr(tail, None)), false) = (block.stmts.last(), shadows) {
            self.result(tail);
        }
    }
}

fn is_wrapper(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if ["Some", "Ok", "Err"].iter().any(|name| path.path.is_ident(name)))
}

/// References in a type that are not `'static`.
#[derive(Default)]
struct References(Vec<Span>);

impl Visit<'_> for References {
    fn visit_type_reference(&mut self, reference: &TypeReference) {
        if reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static") {
            self.0.push(reference.and_token.span());
        }
    }

    // The references of a function's signature are its own.
    fn visit_type_fn_ptr(&mut self, _: &TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(&mut self, _: &ParenthesizedGenericArguments) {}
}

/// What `return` gives.
impl Visit<'_> for Borrowed {
    fn visit_expr_return(&mut self, expr: &ExprReturn) {
        if let Some(value) = &expr.expr {
            self.result(value);
        }
        visit::visit_expr_return(self, expr);
    }

    fn visit_expr_closure(&mut self, _: &ExprClosure) {}
    fn visit_item(&mut self, _: &Item) {}
}
