//! Which names of a closure are captures, and what becomes of their uses.
//!
//! A capture is `name: &T` in the rewritten body, and a use of it has to mean what it meant. There are two kinds:
//!
//! * A *place*, `name.len()`, `&name`, `match name`, becomes `(*name)`: the same place behind a shared reference, which
//!   is what a captured variable is in an `Fn` closure.
//! * A *value*, `f(name)`, `name * 2`, `for x in name`, becomes `read(name)`, which copies, and says in words of our own
//!   that a variable that is not `Copy` would be moved out.
//!
//! Nothing is bound anew for either: a pattern cannot make a `T` out of a `&T`, and a name that is resolved by rustc
//! keeps the hygiene of the macros around it.

use super::parse::{Input, Library};
use super::scope::{Scopes, is_variable};
use super::{borrows, walk};
use crate::diag::Ctxt;
use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{Expr, ExprClosure, ExprPath, Pat, parse_quote_spanned};
use wirecheck_rules::rules::{closure_async, closure_changes, closure_hidden, closure_list, closure_self};

/// A closure whose captured variables are known and whose body reads them through references.
pub(crate) struct Detected {
    /// In order of first use, or as listed.
    pub(crate) captures: Vec<Ident>,
    pub(crate) closure: ExprClosure,
}

pub(crate) fn detect(ctxt: &Ctxt, krate: &Library, input: Input) -> Detected {
    let Input { listed, mut closure } = input;
    if let Some(word) = &closure.asyncness {
        ctxt.report(&closure_async::RULE, word, "");
    }
    let mut walk = Walk {
        ctxt,
        krate,
        scopes: Scopes::default(),
        is_listed: listed.is_some(),
        captures: listed.unwrap_or_default(),
        uses: Vec::new(),
        hidden: Vec::new(),
        said_self: false,
        said_changed: Vec::new(),
    };
    walk.scopes.enter();
    closure.inputs.iter().for_each(|pat| walk.scopes.bind(pat));
    if walk.check_list() {
        return Detected { captures: Vec::new(), closure };
    }
    let borrowed = borrows::find(&closure);
    walk::body(&mut walk, &mut closure);
    walk.report_hidden();
    borrowed.report(ctxt, &walk.captures);
    Detected { captures: walk.captures, closure }
}

pub(super) struct Walk<'a> {
    pub(super) ctxt: &'a Ctxt,
    pub(super) krate: &'a Library,
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

impl Walk<'_> {
    /// Whether `ident`, in expression position, is a captured variable; notes it if it is the first use.
    pub(super) fn is_capture(&mut self, ident: &Ident) -> bool {
        if self.scopes.is_bound(ident) {
            return false;
        }
        if !has(&self.captures, ident) {
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
            self.ctxt.report_at(&closure_self::RULE, at, "");
        }
    }

    /// `read(name)`: the value of a capture.
    pub(super) fn read(&self, ident: &Ident) -> Expr {
        let read = self.krate.path("read", ident.span());
        parse_quote_spanned!(ident.span()=> #read(#ident))
    }

    pub(super) fn refuse_change(&mut self, ident: &Ident) {
        if !has(&self.said_changed, ident) {
            self.ctxt.report(&closure_changes::RULE, ident, format_args!("`{ident}`"));
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
            if has(&self.captures, &ident) && !has(&said, &ident) {
                self.ctxt.report_at(&closure_hidden::RULE, ident.span(), format_args!("`{ident}`"));
                said.push(ident);
            }
        }
    }

    /// Whether the list makes no sense.
    fn check_list(&mut self) -> bool {
        let mut before: Vec<Ident> = Vec::new();
        let mut is_wrong = false;
        for ident in self.captures.clone() {
            if ident == "self" {
                self.refuse_self(ident.span());
            } else if has(&before, &ident) {
                self.ctxt.report(&closure_list::RULE, &ident, format_args!("`{ident}` stands here twice"));
            } else if self.scopes.is_bound(&ident) {
                self.ctxt.report(&closure_list::RULE, &ident, format_args!("`{ident}` is a parameter"));
            }
            is_wrong |= ident == "self" || has(&before, &ident) || self.scopes.is_bound(&ident);
            before.push(ident);
        }
        is_wrong
    }
}

/// `(*name)`: the place of a capture.
pub(super) fn place(ident: &Ident) -> Expr {
    parse_quote_spanned!(ident.span()=> (*#ident))
}

/// `(*name)`, with every token at `span`.
pub(super) fn place_at(ident: &Ident, span: Span) -> proc_macro2::TokenStream {
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

pub(super) fn has(names: &[Ident], ident: &Ident) -> bool {
    names.iter().any(|name| name.unraw() == ident.unraw())
}
