//! Tokens to [`Attrs`]. Nothing here returns early: what is wrong is recorded and reading goes on.
//!
//! Of `#[serde(..)]` the words are kept as they are; which of them are legal is serde's business. `#[sendable(..)]`
//! is ours.

use crate::diag::Ctxt;
use crate::suggest::nearest;
use crate::symbol::{ACCEPT, CRATE, DUPLICATE, FORMATS, RECURSIVE, SENDABLE, SERDE, SNAPSHOT, TRUST};
use proc_macro2::{Group, Span};
use quote::ToTokens;
use std::cell::Cell;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Path, Token, token};
use wirecheck_rules::{ALL, Rule, rules};

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Type,
    Variant,
    Field,
}

/// One word inside `#[serde(..)]`.
pub(crate) struct Word {
    pub(crate) name: Ident,
    pub(crate) value: Option<LitStr>,
    /// `rename(serialize = "..", deserialize = "..")`.
    pub(crate) inner: Vec<(Ident, LitStr)>,
}

impl Word {
    /// The value for one side: the only one, or the one of that side.
    pub(crate) fn side(&self, side: &str) -> Option<&LitStr> {
        self.value
            .as_ref()
            .or_else(|| self.inner.iter().find(|(name, _)| name == side).map(|(_, value)| value))
    }
}

/// `accept = "rule"`.
pub(crate) struct Accept {
    pub(crate) slug: LitStr,
    used: Cell<bool>,
}

impl Accept {
    pub(crate) fn is_used(&self) -> bool {
        self.used.get()
    }
}

/// What is said about a type, variant or field.
#[derive(Default)]
pub(crate) struct Attrs {
    serde: Vec<Word>,
    pub(crate) trust: Option<Span>,
    pub(crate) snapshot: Option<Span>,
    pub(crate) duplicate: Option<Span>,
    pub(crate) formats: Vec<Path>,
    pub(crate) recursive: Option<Span>,
    pub(crate) krate: Option<Path>,
    pub(crate) accept: Vec<Accept>,
}

impl Attrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute], place: Place) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident(SERDE) {
                // Malformed: serde says so, better than we could.
                let _ = attribute.parse_nested_meta(|meta| attrs.serde_word(&meta));
            } else if attribute.path().is_ident(SENDABLE)
                && let Err(error) =
                    attribute.parse_nested_meta(|meta| attrs.sendable_word(ctxt, place, &meta))
            {
                ctxt.report_at(&rules::bad_attribute::RULE, error.span(), error);
            }
        }
        attrs
    }

    /// The word of `#[serde(..)]`, if it is there.
    pub(crate) fn serde(&self, word: &str) -> Option<&Word> {
        self.serde.iter().find(|found| found.name == word)
    }

    /// Every use of a word that may stand several times.
    pub(crate) fn each_serde(&self, word: &str) -> impl Iterator<Item = &Word> {
        self.serde.iter().filter(move |found| found.name == word)
    }

    /// As if the word of `#[serde(..)]` were not there.
    pub(crate) fn forget(&mut self, word: &str) {
        self.serde.retain(|found| found.name != word);
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.serde(word).is_some()
    }

    /// Whether the author accepts what the rule describes; asking marks the `accept` as used.
    pub(crate) fn accepts(&self, rule: &Rule) -> bool {
        let mut accepts = false;
        for accept in self.accept.iter().filter(|accept| rule.acceptable && accept.slug.value() == rule.slug)
        {
            accept.used.set(true);
            accepts = true;
        }
        accepts
    }

    fn serde_word(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let mut word = Word { name: last_ident(&meta.path), value: None, inner: Vec::new() };
        if meta.input.peek(Token![=]) {
            word.value = text(meta.value()?.parse()?);
        } else if meta.input.peek(token::Paren) {
            meta.parse_nested_meta(|inner| {
                let value: Expr = inner.value()?.parse()?;
                word.inner.extend(text(value).map(|value| (last_ident(&inner.path), value)));
                Ok(())
            })?;
        }
        self.serde.push(word);
        Ok(())
    }

    fn sendable_word(&mut self, ctxt: &Ctxt, place: Place, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let path = &meta.path;
        if path.is_ident(TRUST) {
            on_a_field(ctxt, place, path);
            once(ctxt, &mut self.trust, path, path_span(path));
        } else if path.is_ident(RECURSIVE) {
            on_a_field(ctxt, place, path);
            once(ctxt, &mut self.recursive, path, path_span(path));
        } else if path.is_ident(SNAPSHOT) {
            on_a_field(ctxt, place, path);
            once(ctxt, &mut self.snapshot, path, path_span(path));
        } else if path.is_ident(DUPLICATE) {
            on_a_field(ctxt, place, path);
            once(ctxt, &mut self.duplicate, path, path_span(path));
        } else if path.is_ident(FORMATS) {
            if place != Place::Type {
                ctxt.report(&rules::bad_attribute::RULE, path, "`formats` belongs on the type");
            }
            meta.parse_nested_meta(|format| {
                self.formats.push(format.path);
                Ok(())
            })?;
        } else if path.is_ident(CRATE) {
            if place != Place::Type {
                ctxt.report(&rules::bad_attribute::RULE, path, "`crate` belongs on the type");
            }
            let value: LitStr = meta.value()?.parse()?;
            once(ctxt, &mut self.krate, path, value.parse_with(Path::parse_mod_style)?);
        } else if path.is_ident(ACCEPT) {
            let slug: LitStr = meta.value()?.parse()?;
            if is_acceptable(ctxt, &slug) {
                self.accept.push(Accept { slug, used: Cell::new(false) });
            }
        } else {
            unknown_word(ctxt, meta)?;
        }
        Ok(())
    }
}

fn on_a_field(ctxt: &Ctxt, place: Place, path: &Path) {
    if place != Place::Field {
        ctxt.report(
            &rules::bad_attribute::RULE,
            path,
            format_args!("`{}` belongs on a field", last_ident(path)),
        );
    }
}

fn once<T>(ctxt: &Ctxt, slot: &mut Option<T>, path: &Path, value: T) {
    if slot.replace(value).is_some() {
        ctxt.report(
            &rules::bad_attribute::RULE,
            path,
            format_args!("`{}` is written twice", last_ident(path)),
        );
    }
}

fn is_acceptable(ctxt: &Ctxt, slug: &LitStr) -> bool {
    let value = slug.value();
    match wirecheck_rules::find(&value) {
        Some(rule) if rule.acceptable && rule.slug == value => return true,
        Some(rule) if rule.acceptable => {
            ctxt.report(
                &rules::bad_attribute::RULE,
                slug,
                format_args!("a rule is accepted by its name, `accept = \"{}\"`", rule.slug),
            );
        }
        Some(rule) => {
            ctxt.report(
                &rules::bad_attribute::RULE,
                slug,
                format_args!("`{}` cannot be accepted", rule.slug),
            );
        }
        None => {
            let known = ALL.iter().filter(|rule| rule.acceptable).map(|rule| rule.slug);
            let hint =
                nearest(&value, known).map(|slug| format!(", did you mean `{slug}`?")).unwrap_or_default();
            ctxt.report(&rules::bad_attribute::RULE, slug, format_args!("there is no rule `{value}`{hint}"));
        }
    }
    false
}

fn unknown_word(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    let word = last_ident(&meta.path).to_string();
    let hint = match nearest(&word, [ACCEPT, CRATE, DUPLICATE, FORMATS, RECURSIVE, SNAPSHOT, TRUST]) {
        Some(known) => format!("`{word}`, did you mean `{known}`?"),
        None => format!("`{word}`"),
    };
    ctxt.report(&rules::unknown_word::RULE, &meta.path, hint);
    // What follows belongs to the unknown word.
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<Expr>()?;
    } else if meta.input.peek(token::Paren) {
        meta.input.parse::<Group>()?;
    }
    Ok(())
}

fn text(value: Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        // From a `macro_rules` fragment.
        Expr::Group(group) => text(*group.expr),
        _ => None,
    }
}

fn last_ident(path: &Path) -> Ident {
    match path.segments.last() {
        Some(segment) => segment.ident.unraw(),
        None => Ident::new("_empty", Span::call_site()),
    }
}

fn path_span(path: &Path) -> Span {
    path.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}
