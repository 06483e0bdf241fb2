//! The rewriter over the body. Whether a name is free is known where it stands.

use super::changes;
use super::macros;
use super::place::{place, takes_value};
use super::rewriter::Rewriter;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Attribute, BinOp, Block, Expr, ExprArray, ExprAssign, ExprBinary, ExprBreak, ExprCall, ExprCast,
    ExprClosure, ExprForLoop, ExprIf, ExprIndex, ExprLet, ExprMethodCall, ExprRange, ExprRawAddr,
    ExprReference, ExprRepeat, ExprReturn, ExprStruct, ExprTry, ExprTuple, ExprUnary, ExprWhile, Item, Local,
    Member, Pat, Stmt, Type, UnOp, parse_quote,
};
use wirecheck_rules::rules::closure_async;

impl VisitMut for Rewriter<'_> {
    /// An expression that is used as a place, unless a method below says that it is used as a value.
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = self.variable(path) {
                    *expr = place(&ident);
                }
            }
            Expr::Async(block) => self.diagnostics.report(&closure_async::RULE, block.async_token, ""),
            Expr::Macro(call) => {
                if let Some(other) = macros::visit(self, &mut call.mac) {
                    *expr = other;
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_array_mut(&mut self, expr: &mut ExprArray) {
        self.values(&mut expr.elems);
    }

    fn visit_expr_tuple_mut(&mut self, expr: &mut ExprTuple) {
        self.values(&mut expr.elems);
    }

    fn visit_expr_repeat_mut(&mut self, expr: &mut ExprRepeat) {
        // The length is a constant.
        self.value(&mut expr.expr);
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        match &*call.func {
            // The name of a function, as far as the tokens tell; a listed name is a variable all the same.
            Expr::Path(path) if !(self.takes_calls() && path.path.get_ident().is_some()) => {}
            _ => self.visit_expr_mut(&mut call.func),
        }
        self.values(&mut call.args);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        self.visit_expr_mut(&mut call.receiver);
        self.values(&mut call.args);
    }

    fn visit_expr_index_mut(&mut self, expr: &mut ExprIndex) {
        self.visit_expr_mut(&mut expr.expr);
        self.value(&mut expr.index);
    }

    fn visit_expr_unary_mut(&mut self, expr: &mut ExprUnary) {
        match expr.op {
            UnOp::Deref(_) => self.visit_expr_mut(&mut expr.expr),
            _ => self.value(&mut expr.expr),
        }
    }

    fn visit_expr_binary_mut(&mut self, expr: &mut ExprBinary) {
        use BinOp::{
            AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, Eq, Ge, Gt, Le, Lt, MulAssign, Ne,
            RemAssign, ShlAssign, ShrAssign, SubAssign,
        };
        match expr.op {
            // Comparing borrows both sides.
            Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_) => {
                self.visit_expr_mut(&mut expr.left);
                self.visit_expr_mut(&mut expr.right);
            }
            AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_) | BitXorAssign(_)
            | BitAndAssign(_) | BitOrAssign(_) | ShlAssign(_) | ShrAssign(_) => {
                changes::assigned(self, &mut expr.left);
                self.value(&mut expr.right);
            }
            _ => self.values([&mut *expr.left, &mut *expr.right]),
        }
    }

    fn visit_expr_assign_mut(&mut self, expr: &mut ExprAssign) {
        changes::assigned(self, &mut expr.left);
        self.value(&mut expr.right);
    }

    fn visit_expr_reference_mut(&mut self, expr: &mut ExprReference) {
        if expr.mutability.is_some() {
            changes::refuse(self, &expr.expr);
        }
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_expr_raw_addr_mut(&mut self, expr: &mut ExprRawAddr) {
        if matches!(expr.mutability, syn::PointerMutability::Mut(_)) {
            changes::refuse(self, &expr.expr);
        }
        self.visit_expr_mut(&mut expr.expr);
    }

    fn visit_expr_cast_mut(&mut self, expr: &mut ExprCast) {
        self.value(&mut expr.expr);
    }

    fn visit_expr_range_mut(&mut self, expr: &mut ExprRange) {
        self.optional_value(&mut expr.start);
        self.optional_value(&mut expr.end);
    }

    fn visit_expr_try_mut(&mut self, expr: &mut ExprTry) {
        self.value(&mut expr.expr);
    }

    fn visit_expr_return_mut(&mut self, expr: &mut ExprReturn) {
        self.optional_value(&mut expr.expr);
    }

    fn visit_expr_break_mut(&mut self, expr: &mut ExprBreak) {
        self.optional_value(&mut expr.expr);
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut ExprStruct) {
        for field in &mut expr.fields {
            // `Point { x }` becomes `Point { x: read(x) }`.
            if let (None, Member::Named(name)) = (&field.colon_token, &field.member) {
                let name = name.clone();
                if self.is_capture(&name) {
                    field.colon_token = Some(parse_quote!(:));
                    field.expr = self.read(&name);
                }
            } else {
                self.value(&mut field.expr);
            }
        }
        // Only the fields that are missing are taken out of the rest.
        expr.rest.iter_mut().for_each(|rest| self.visit_expr_mut(rest));
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        if let Some(word) = &closure.asyncness {
            self.diagnostics.report(&closure_async::RULE, word, "");
        }
        self.scoped(|rewriter| {
            closure.inputs.iter().for_each(|pat| rewriter.scopes.bind(pat));
            rewriter.value(&mut closure.body);
        });
    }

    // `let` in a condition: its names are known in what follows `&&`, and in the block.
    fn visit_expr_let_mut(&mut self, expr: &mut ExprLet) {
        match takes_value(&expr.pat) {
            true => self.value(&mut expr.expr),
            false => self.visit_expr_mut(&mut expr.expr),
        }
        self.scopes.bind(&expr.pat);
    }

    fn visit_expr_if_mut(&mut self, expr: &mut ExprIf) {
        self.scoped(|rewriter| {
            rewriter.value(&mut expr.cond);
            rewriter.visit_block_mut(&mut expr.then_branch);
        });
        if let Some((_, otherwise)) = &mut expr.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, expr: &mut ExprWhile) {
        self.scoped(|rewriter| {
            rewriter.value(&mut expr.cond);
            rewriter.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut ExprForLoop) {
        self.value(&mut expr.expr);
        self.scoped(|rewriter| {
            rewriter.scopes.bind(&expr.pat);
            rewriter.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.scoped(|rewriter| {
            rewriter.scopes.bind(&arm.pat);
            if let Pat::Guard(guarded) = &mut arm.pat {
                rewriter.value(&mut guarded.guard);
            }
            rewriter.value(&mut arm.body);
        });
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|rewriter| {
            rewriter.scopes.bind_items(&block.stmts);
            for stmt in &mut block.stmts {
                match stmt {
                    Stmt::Expr(expr, _) => rewriter.value(expr),
                    Stmt::Macro(call) => {
                        if let Some(other) = macros::visit(rewriter, &mut call.mac) {
                            *stmt = Stmt::Expr(other, call.semi_token);
                        }
                    }
                    Stmt::Local(local) => rewriter.visit_local_mut(local),
                    Stmt::Item(_) => {}
                }
            }
        });
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        if let Some(init) = &mut local.init {
            match takes_value(&local.pat) {
                true => self.value(&mut init.expr),
                false => self.visit_expr_mut(&mut init.expr),
            }
            if let Some((_, otherwise)) = &mut init.diverge {
                self.visit_expr_mut(otherwise);
            }
        }
        // After: `let x = x + 1` reads the outer one.
        self.scopes.bind(&local.pat);
    }

    // Nothing in these is a local variable of the surrounding function.
    fn visit_item_mut(&mut self, _: &mut Item) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
}
