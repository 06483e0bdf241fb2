//! Finds the free names of a closure's body and turns their uses into `(*name)`.
//!
//! One walk does both: whether a name is free is known where it stands.

use super::macros;
use super::parse::Input;
use super::scope::{Scopes, is_variable};
use crate::diag::Ctxt;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Attribute, Block, Expr, ExprCall, ExprClosure, ExprForLoop, ExprIf, ExprLet, ExprPath, ExprRepeat,
    ExprStruct, ExprWhile, Item, Local, Macro, Member, Pat, Type, parse_quote, parse_quote_spanned,
};
use wirecheck_rules::rules::{closure_async, closure_self};

/// A closure whose captured variables are known and whose body reads them through references.
pub(crate) struct Detected {
    /// In order of first use, or as listed.
    pub(crate) captures: Vec<Ident>,
    pub(crate) closure: ExprClosure,
}

pub(crate) fn detect(ctxt: &Ctxt, input: Input) -> Detected {
    let Input { listed, mut closure } = input;
    if let Some(word) = &closure.asyncness {
        ctxt.report(&closure_async::RULE, word, "");
    }
    let mut walk = Walk {
        ctxt,
        scopes: Scopes::default(),
        is_listed: listed.is_some(),
        captures: listed.unwrap_or_default(),
        said_self: false,
    };
    walk.scopes.enter();
    closure.inputs.iter().for_each(|pat| walk.scopes.bind(pat));
    walk.visit_expr_mut(&mut closure.body);
    Detected { captures: walk.captures, closure }
}

pub(super) struct Walk<'a> {
    ctxt: &'a Ctxt,
    pub(super) scopes: Scopes,
    is_listed: bool,
    captures: Vec<Ident>,
    said_self: bool,
}

impl Walk<'_> {
    /// Whether `ident`, in expression position, is a captured variable; notes it if it is the first use.
    pub(super) fn is_capture(&mut self, ident: &Ident) -> bool {
        if self.scopes.is_bound(ident) {
            return false;
        }
        if self.captures.iter().any(|known| known.unraw() == ident.unraw()) {
            return true;
        }
        if self.is_listed || !is_variable(ident) {
            return false;
        }
        self.captures.push(ident.clone());
        true
    }

    /// The variable that a path expression is, `self` aside.
    fn variable<'e>(&mut self, path: &'e ExprPath) -> Option<&'e Ident> {
        let ident = path.path.get_ident().filter(|_| path.qself.is_none() && path.attrs.is_empty())?;
        if ident == "self" {
            // Once is enough.
            if !std::mem::replace(&mut self.said_self, true) {
                self.ctxt.report(&closure_self::RULE, ident, "");
            }
            return None;
        }
        self.is_capture(ident).then_some(ident)
    }

    fn scoped(&mut self, inside: impl FnOnce(&mut Self)) {
        self.scopes.enter();
        inside(self);
        self.scopes.leave();
    }
}

impl VisitMut for Walk<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = self.variable(path) {
                    *expr = through_reference(ident);
                }
            }
            Expr::Async(block) => self.ctxt.report(&closure_async::RULE, block.async_token, ""),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        match &*call.func {
            // The name of a function, as far as the tokens tell; a listed name is a variable all the same.
            Expr::Path(path) if !(self.is_listed && path.path.get_ident().is_some()) => {}
            _ => self.visit_expr_mut(&mut call.func),
        }
        call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut ExprStruct) {
        for field in &mut expr.fields {
            // `Point { x }` becomes `Point { x: (*x) }`.
            if let (None, Member::Named(name)) = (&field.colon_token, &field.member) {
                if self.is_capture(&name.clone()) {
                    field.colon_token = Some(parse_quote!(:));
                    field.expr = through_reference(name);
                }
            } else {
                self.visit_expr_mut(&mut field.expr);
            }
        }
        expr.rest.iter_mut().for_each(|rest| self.visit_expr_mut(rest));
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        if let Some(word) = &closure.asyncness {
            self.ctxt.report(&closure_async::RULE, word, "");
        }
        self.scoped(|walk| {
            closure.inputs.iter().for_each(|pat| walk.scopes.bind(pat));
            walk.visit_expr_mut(&mut closure.body);
        });
    }

    // `let` in a condition: its names are known in what follows `&&`, and in the block.
    fn visit_expr_let_mut(&mut self, expr: &mut ExprLet) {
        self.visit_expr_mut(&mut expr.expr);
        self.scopes.bind(&expr.pat);
    }

    fn visit_expr_if_mut(&mut self, expr: &mut ExprIf) {
        self.scoped(|walk| {
            walk.visit_expr_mut(&mut expr.cond);
            walk.visit_block_mut(&mut expr.then_branch);
        });
        if let Some((_, otherwise)) = &mut expr.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, expr: &mut ExprWhile) {
        self.scoped(|walk| {
            walk.visit_expr_mut(&mut expr.cond);
            walk.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut ExprForLoop) {
        self.visit_expr_mut(&mut expr.expr);
        self.scoped(|walk| {
            walk.scopes.bind(&expr.pat);
            walk.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.scoped(|walk| {
            walk.scopes.bind(&arm.pat);
            if let Pat::Guard(guarded) = &mut arm.pat {
                walk.visit_expr_mut(&mut guarded.guard);
            }
            walk.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|walk| {
            walk.scopes.bind_items(&block.stmts);
            block.stmts.iter_mut().for_each(|stmt| walk.visit_stmt_mut(stmt));
        });
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, otherwise)) = &mut init.diverge {
                self.visit_expr_mut(otherwise);
            }
        }
        // After: `let x = x + 1` reads the outer one.
        self.scopes.bind(&local.pat);
    }

    fn visit_expr_repeat_mut(&mut self, expr: &mut ExprRepeat) {
        // The length is a constant.
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::visit(self, mac);
    }

    // Nothing in these is a local variable of the surrounding function.
    fn visit_item_mut(&mut self, _: &mut Item) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
}

/// `(*name)`.
fn through_reference(ident: &Ident) -> Expr {
    parse_quote_spanned!(ident.span()=> (*#ident))
}
