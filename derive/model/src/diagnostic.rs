//! What is wrong with a type, as data: a rule, a place in the source, and the names involved.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::cell::RefCell;
use std::fmt::{self, Display};
use wirecheck_rules::Rule;

/// One broken rule.
///
/// It displays as the message that the compiler prints. With the feature `span-locations` of `proc-macro2`,
/// [`span`](Self::span) knows its line and column outside of a macro too.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is special about this place, such as the name of the field; may be empty.
    pub detail: String,
    /// What to write instead at this place, where the rule's own help would not do.
    help: Option<&'static str>,
    at: At,
}

/// Tokens where there are some: only they have a beginning and an end on stable Rust.
#[derive(Clone, Debug)]
enum At {
    Tokens(TokenStream),
    Span(Span),
}

impl Diagnostic {
    /// Where the first token of the mistake is.
    pub fn span(&self) -> Span {
        match &self.at {
            At::Tokens(tokens) => {
                tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
            }
            At::Span(span) => *span,
        }
    }

    /// The same as an error of `syn`, which covers all tokens of the mistake.
    pub fn to_error(&self) -> syn::Error {
        match &self.at {
            At::Tokens(tokens) => syn::Error::new_spanned(tokens, self),
            At::Span(span) => syn::Error::new(*span, self),
        }
    }
}

impl Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = with_help(self.rule, self.help.unwrap_or(self.rule.help));
        let before = if self.detail.is_empty() { before.trim_end_matches(": ") } else { &before };
        write!(out, "{before}{}{after}", self.detail)
    }
}

/// The message of a rule, in two parts: what stands before the detail of a place, and what stands after it.
pub fn message(rule: &Rule) -> (String, String) {
    with_help(rule, rule.help)
}

fn with_help(rule: &Rule, help: &str) -> (String, String) {
    let mut after = format!("\n   why: {}", rule.why);
    if !rule.python.is_empty() {
        after.push_str("\npython: ");
        after.push_str(rule.python);
    }
    after.push_str("\n  help: ");
    after.push_str(help);
    after.push_str("\n  more: `cargo wirecheck explain ");
    after.push_str(rule.code);
    after.push('`');
    (format!("[{}] {}: ", rule.code, rule.summary), after)
}

/// Collects diagnostics, so that all mistakes of a type are reported together.
#[derive(Debug, Default)]
#[must_use = "diagnostics that nobody looks at are lost"]
pub struct Diagnostics {
    // Shared by functions that otherwise only read.
    found: RefCell<Vec<Diagnostic>>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports that the tokens of `at` break `rule`.
    pub fn report(&self, rule: &'static Rule, at: impl ToTokens, detail: impl Display) {
        self.push(rule, At::Tokens(at.into_token_stream()), detail, None);
    }

    /// The same with another help than the rule's.
    pub fn report_with_help(
        &self,
        rule: &'static Rule,
        at: impl ToTokens,
        detail: impl Display,
        help: &'static str,
    ) {
        self.push(rule, At::Tokens(at.into_token_stream()), detail, Some(help));
    }

    /// Reports that something breaks `rule` at a span, where there are no tokens to point at.
    pub fn report_at(&self, rule: &'static Rule, at: Span, detail: impl Display) {
        self.push(rule, At::Span(at), detail, None);
    }

    fn push(&self, rule: &'static Rule, at: At, detail: impl Display, help: Option<&'static str>) {
        self.found.borrow_mut().push(Diagnostic { rule, detail: detail.to_string(), help, at });
    }

    /// All of them, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    /// Ends the collection with all of them as one error of `syn`.
    ///
    /// # Errors
    /// If there is a diagnostic.
    pub fn check(self) -> syn::Result<()> {
        to_error(&self.into_vec()).map_or(Ok(()), Err)
    }
}

/// All diagnostics as one error of `syn`, if there are any.
pub fn to_error(diagnostics: &[Diagnostic]) -> Option<syn::Error> {
    diagnostics.iter().map(Diagnostic::to_error).reduce(|mut all, error| {
        all.combine(error);
        all
    })
}
