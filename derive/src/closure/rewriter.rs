//! Which names are captures, and what their uses become.

use super::crate_path::CratePath;
use super::scope::{Scopes, contains, is_variable};
use proc_macro2::{Ident, Span};
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprPath, parse_quote_spanned};
use wirecheck_model::Diagnostics;
use wirecheck_rules::rules::{closure_changes, closure_hidden, closure_list, closure_self};

/// The state of the rewriter over the body of a closure: what is bound where it stands, and what was found so far.
pub(super) struct Rewriter<'a> {
    pub(super) diagnostics: &'a Diagnostics,
    pub(super) krate: &'a CratePath,
    pub(super) scopes: Scopes,
    is_listed: bool,
    captures: Vec<Ident>,
    /// Every use of a capture, in order.
    pub(super) uses: Vec<Ident>,
    /// Names, free where they stand, in what only a macro of somebody's can read.
    hidden: Vec<Ident>,
    said_self: bool,
    /// The captures of which it is said that they are changed.
    said_changed: Vec<Ident>,
}

impl<'a> Rewriter<'a> {
    /// Nothing found yet, with the captures if they are listed.
    pub(super) fn new(
        diagnostics: &'a Diagnostics,
        krate: &'a CratePath,
        listed: Option<Vec<Ident>>,
    ) -> Self {
        Self {
            diagnostics,
            krate,
            scopes: Scopes::default(),
            is_listed: listed.is_some(),
            captures: listed.unwrap_or_default(),
            uses: Vec::new(),
            hidden: Vec::new(),
            said_self: false,
            said_changed: Vec::new(),
        }
    }

    /// Ends the walk with the captures, in order of first use, or as listed.
    pub(super) fn finish(mut self) -> Vec<Ident> {
        self.report_hidden();
        self.captures
    }

    /// Whether `ident`, in expression position, is a captured variable; notes it if it is the first use.
    pub(super) fn is_capture(&mut self, ident: &Ident) -> bool {
        if self.scopes.is_bound(ident) {
            return false;
        }
        if !contains(&self.captures, ident) {
            if self.is_listed || !is_variable(ident) {
                return false;
            }
            self.captures.push(ident.clone());
        }
        self.uses.push(ident.clone());
        true
    }

    /// The variable that a path expression is, `self` aside.
    pub(super) fn variable(&mut self, path: &ExprPath) -> Option<Ident> {
        let ident = path.path.get_ident().filter(|_| path.qself.is_none() && path.attrs.is_empty())?;
        if ident == "self" {
            self.refuse_self(ident.span());
            return None;
        }
        self.is_capture(ident).then(|| ident.clone())
    }

    pub(super) fn refuse_self(&mut self, at: Span) {
        // Once is enough.
        if !std::mem::replace(&mut self.said_self, true) {
            self.diagnostics.report_at(&closure_self::RULE, at, "");
        }
    }

    /// `read(name)`: the value of a capture.
    pub(super) fn read(&self, ident: &Ident) -> Expr {
        let read = self.krate.path("read", ident.span());
        parse_quote_spanned!(ident.span()=> #read(#ident))
    }

    pub(super) fn refuse_change(&mut self, ident: &Ident) {
        if !contains(&self.said_changed, ident) {
            self.diagnostics.report(&closure_changes::RULE, ident, format_args!("`{ident}`"));
            self.said_changed.push(ident.clone());
        }
    }

    pub(super) fn takes_calls(&self) -> bool {
        self.is_listed
    }

    pub(super) fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.enter();
        let result = inside(self);
        self.scopes.leave();
        result
    }

    /// Notes what a macro that cannot be read mentions.
    pub(super) fn hide(&mut self, mentioned: Vec<Ident>) {
        if !self.is_listed {
            let free = mentioned.into_iter().filter(|ident| !self.scopes.is_bound(ident));
            self.hidden.extend(free);
        }
    }

    /// A capture is a reference inside the closure, and such a macro would see that. Who lists the captures knows.
    fn report_hidden(&mut self) {
        let mut said: Vec<Ident> = Vec::new();
        for ident in std::mem::take(&mut self.hidden) {
            if contains(&self.captures, &ident) && !contains(&said, &ident) {
                self.diagnostics.report_at(&closure_hidden::RULE, ident.span(), format_args!("`{ident}`"));
                said.push(ident);
            }
        }
    }

    /// Whether the list makes no sense.
    pub(super) fn check_list(&mut self) -> bool {
        let mut before: Vec<Ident> = Vec::new();
        let mut is_wrong = false;
        for ident in self.captures.clone() {
            if ident == "self" {
                self.refuse_self(ident.span());
            } else if contains(&before, &ident) {
                self.diagnostics.report(
                    &closure_list::RULE,
                    &ident,
                    format_args!("`{ident}` is listed twice"),
                );
            } else if self.scopes.is_bound(&ident) {
                self.diagnostics.report(
                    &closure_list::RULE,
                    &ident,
                    format_args!("`{ident}` is a parameter"),
                );
            }
            is_wrong |= ident == "self" || contains(&before, &ident) || self.scopes.is_bound(&ident);
            before.push(ident);
        }
        is_wrong
    }
}

impl Rewriter<'_>
where
    Self: VisitMut,
{
    /// An expression whose value is used: a capture here is copied.
    pub(super) fn value(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = self.variable(path) {
                    *expr = self.read(&ident);
                }
            }
            Expr::Paren(inner) => self.value(&mut inner.expr),
            Expr::Group(inner) => self.value(&mut inner.expr),
            _ => self.visit_expr_mut(expr),
        }
    }

    pub(super) fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e mut Expr>) {
        exprs.into_iter().for_each(|expr| self.value(expr));
    }

    pub(super) fn optional_value(&mut self, expr: &mut Option<Box<Expr>>) {
        self.values(expr.as_deref_mut());
    }
}
