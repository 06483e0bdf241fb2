//! The only door for errors: every one is a rule at a span, and all of them are reported together.

use crate::attr::Attrs;
use proc_macro2::Span;
use quote::ToTokens;
use std::cell::RefCell;
use std::fmt::Display;
use wirecheck_rules::Rule;

/// Collects errors. Dropping one without [`Ctxt::check`] is a bug of the derive, and says so.
pub(crate) struct Ctxt {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Breaks `rule` at `at`; `detail` says what is special about this place and may be empty.
    pub(crate) fn report(&self, rule: &Rule, at: impl ToTokens, detail: impl Display) {
        self.push(syn::Error::new_spanned(at, message(rule, detail)));
    }

    /// The same at a span, for what is not there to point at.
    pub(crate) fn report_at(&self, rule: &Rule, at: Span, detail: impl Display) {
        self.push(syn::Error::new(at, message(rule, detail)));
    }

    /// Breaks `rule` unless one of the places, innermost first, accepts it.
    pub(crate) fn refuse(&self, rule: &Rule, places: &[&Attrs], at: impl ToTokens, detail: impl Display) {
        // Every place, not the first: an `accept` is used even where an inner one repeats it.
        let accepting = places.iter().filter(|attrs| attrs.accepts(rule)).count();
        if accepting == 0 {
            self.report(rule, at, detail);
        }
    }

    fn push(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// Ends the collection.
    pub(crate) fn check(self) -> Result<(), syn::Error> {
        let mut errors = self.errors.take().unwrap_or_default().into_iter();
        let Some(mut all) = errors.next() else { return Ok(()) };
        all.extend(errors);
        Err(all)
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        assert!(
            std::thread::panicking() || self.errors.borrow().is_none(),
            "errors were collected and not checked"
        );
    }
}

fn message(rule: &Rule, detail: impl Display) -> String {
    let detail = detail.to_string();
    let (before, after) = around(rule);
    let before = if detail.is_empty() { before.trim_end_matches(": ") } else { &before };
    format!("{before}{detail}{after}")
}

/// The text of a rule before and after what is special about a place.
pub(crate) fn around(rule: &Rule) -> (String, String) {
    let mut after = format!("\n   why: {}", rule.why);
    if !rule.python.is_empty() {
        after.push_str("\npython: ");
        after.push_str(rule.python);
    }
    after.push_str("\n  help: ");
    after.push_str(rule.help);
    (format!("[{}] {}: ", rule.code, rule.summary), after)
}
