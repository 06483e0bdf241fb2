//! The attributes of a type, variant or field. Nothing here returns early: mistakes are recorded and reading goes on.
//!
//! The words of `#[serde(..)]` are kept as they are: serde itself refuses those it does not know. Mistakes in
//! `#[sendable(..)]` are reported here.

use crate::declared_shape::DeclaredShape;
use crate::diagnostic::Diagnostics;
use crate::opt_in::{Accept, Trust};
use crate::suggest::nearest;
use crate::symbol::{ACCEPT, CRATE, DUPLICATE, FORMATS, RECURSIVE, SENDABLE, SERDE, SHAPE, SNAPSHOT, TRUST};
use proc_macro2::{Group, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Path, Token, parenthesized, token};
use wirecheck_rules::{ALL, Rule, rules};

/// What an attribute is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A struct, enum or union.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field of a struct or variant.
    Field,
}

/// One word inside `#[serde(..)]`.
#[derive(Clone)]
pub struct Word {
    /// The word itself.
    pub name: Ident,
    /// The value of `word = "value"`.
    pub value: Option<LitStr>,
    /// The values of `rename(serialize = "..", deserialize = "..")`.
    pub inner: Vec<(Ident, LitStr)>,
}

impl Word {
    /// The value for one direction, `"serialize"` or `"deserialize"`: the only one, or the one of that direction.
    pub fn side(&self, side: &str) -> Option<&LitStr> {
        self.value
            .as_ref()
            .or_else(|| self.inner.iter().find(|(name, _)| name == side).map(|(_, value)| value))
    }
}

/// All attributes of serde and wirecheck on a type, variant or field.
#[derive(Clone, Default)]
pub struct Attrs {
    serde: Vec<Word>,
    /// `#[sendable(trust(..))]`.
    pub trust: Option<Trust>,
    /// Where `#[sendable(snapshot)]` is.
    pub snapshot: Option<Span>,
    /// Where `#[sendable(duplicate)]` is.
    pub duplicate: Option<Span>,
    /// The formats of `#[sendable(formats(..))]`.
    pub formats: Vec<Path>,
    /// Where `#[sendable(recursive)]` is.
    pub recursive: Option<Span>,
    /// The path of `#[sendable(crate = "..")]`.
    pub krate: Option<Path>,
    /// The type, or word, of `#[sendable(shape = "..")]`.
    pub shape: Option<DeclaredShape>,
    /// The rules of `#[sendable(accept(".."))]`.
    pub accept: Vec<Accept>,
}

impl Attrs {
    /// Reads the attributes of one item.
    pub fn new(diagnostics: &Diagnostics, attributes: &[Attribute], target: Target) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident(SERDE) {
                // Malformed: serde says so, better than we could.
                let _ = attribute.parse_nested_meta(|meta| attrs.serde_word(&meta));
            } else if attribute.path().is_ident(SENDABLE)
                && let Err(error) =
                    attribute.parse_nested_meta(|meta| attrs.sendable_word(diagnostics, target, &meta))
            {
                diagnostics.report_at(&rules::bad_attribute::RULE, error.span(), error);
            }
        }
        attrs
    }

    /// The first use of a word in `#[serde(..)]`.
    pub fn serde(&self, word: &str) -> Option<&Word> {
        self.serde.iter().find(|found| found.name == word)
    }

    /// All words of `#[serde(..)]`, in order.
    pub fn serde_words(&self) -> &[Word] {
        &self.serde
    }

    /// Every use of a word that may be repeated, such as `alias`.
    pub fn each_serde(&self, word: &str) -> impl Iterator<Item = &Word> {
        self.serde.iter().filter(move |found| found.name == word)
    }

    /// Removes a word that serde ignores in this position.
    pub(crate) fn forget(&mut self, word: &str) {
        self.serde.retain(|found| found.name != word);
    }

    /// Whether a word is in `#[serde(..)]`.
    pub fn has(&self, word: &str) -> bool {
        self.serde(word).is_some()
    }

    /// The words that accept what the rule describes.
    pub(crate) fn accepting(&self, rule: &Rule) -> impl Iterator<Item = &Accept> {
        self.accept.iter().filter(move |accept| rule.acceptable && accept.slug.value() == rule.slug)
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

    fn sendable_word(
        &mut self,
        diagnostics: &Diagnostics,
        target: Target,
        meta: &ParseNestedMeta<'_>,
    ) -> syn::Result<()> {
        let path = &meta.path;
        if path.is_ident(TRUST) {
            on_a_field(diagnostics, target, path);
            let trust = Trust { at: path_span(path), formats: format_list(diagnostics, meta)? };
            once(diagnostics, &mut self.trust, path, trust);
        } else if path.is_ident(RECURSIVE) {
            if target == Target::Variant {
                diagnostics.report(
                    &rules::bad_attribute::RULE,
                    path,
                    "`recursive` belongs on the type or on a field",
                );
            }
            once(diagnostics, &mut self.recursive, path, path_span(path));
        } else if path.is_ident(SNAPSHOT) {
            on_a_field(diagnostics, target, path);
            once(diagnostics, &mut self.snapshot, path, path_span(path));
        } else if path.is_ident(DUPLICATE) {
            on_a_field(diagnostics, target, path);
            once(diagnostics, &mut self.duplicate, path, path_span(path));
        } else if path.is_ident(FORMATS) {
            if target != Target::Type {
                diagnostics.report(&rules::bad_attribute::RULE, path, "`formats` belongs on the type");
            }
            meta.parse_nested_meta(|format| {
                self.formats.push(format.path);
                Ok(())
            })?;
        } else if path.is_ident(CRATE) {
            if target != Target::Type {
                diagnostics.report(&rules::bad_attribute::RULE, path, "`crate` belongs on the type");
            }
            let value: LitStr = meta.value()?.parse()?;
            once(diagnostics, &mut self.krate, path, value.parse_with(Path::parse_mod_style)?);
        } else if path.is_ident(SHAPE) {
            if target != Target::Type {
                diagnostics.report(&rules::bad_attribute::RULE, path, "`shape` belongs on the type");
            }
            let value: LitStr = meta.value()?.parse()?;
            match DeclaredShape::new(&value) {
                Ok(shape) => once(diagnostics, &mut self.shape, path, shape),
                Err(detail) => diagnostics.report(&rules::bad_attribute::RULE, value, detail),
            }
        } else if path.is_ident(ACCEPT) {
            let (slugs, formats) = accepted_rules(diagnostics, meta)?;
            for slug in slugs {
                if is_acceptable(diagnostics, &slug) {
                    self.accept.push(Accept::new(slug, formats.clone()));
                }
            }
        } else {
            unknown_word(diagnostics, meta)?;
        }
        Ok(())
    }
}

/// The rules and the formats of `accept("rule", Json, Cbor)`, or the rule of `accept = "rule"`.
///
/// Several rules have one list: clippy takes the same format in two lists for a duplicated attribute.
fn accepted_rules(
    diagnostics: &Diagnostics,
    meta: &ParseNestedMeta<'_>,
) -> syn::Result<(Vec<LitStr>, Vec<Path>)> {
    if !meta.input.peek(token::Paren) {
        return Ok((vec![meta.value()?.parse()?], Vec::new()));
    }
    let inner;
    parenthesized!(inner in meta.input);
    let mut slugs: Vec<LitStr> = vec![inner.parse()?];
    while !inner.is_empty() {
        inner.parse::<Token![,]>()?;
        if !inner.peek(LitStr) {
            break;
        }
        slugs.push(inner.parse()?);
    }
    Ok((slugs, paths(diagnostics, &inner)?))
}

/// The formats in the parentheses after a word, if there are any.
fn format_list(diagnostics: &Diagnostics, meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<Path>> {
    if !meta.input.peek(token::Paren) {
        return Ok(Vec::new());
    }
    let inner;
    parenthesized!(inner in meta.input);
    if inner.is_empty() {
        diagnostics.report(&rules::bad_attribute::RULE, &meta.path, "its list of formats is empty");
    }
    paths(diagnostics, &inner)
}

/// Formats, each once.
fn paths(diagnostics: &Diagnostics, input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    let mut found: Vec<Path> = Vec::new();
    if input.peek(Token![..]) {
        let dots: Token![..] = input.parse()?;
        let detail = "`..` stands for the formats in which you tried it, such as `Json, Cbor`";
        diagnostics.report(&rules::bad_attribute::RULE, dots, detail);
        return Ok(found);
    }
    for path in Punctuated::<Path, Token![,]>::parse_terminated(input)? {
        let text = path.to_token_stream().to_string();
        if found.iter().any(|known| known.to_token_stream().to_string() == text) {
            diagnostics.report(&rules::bad_attribute::RULE, &path, format_args!("`{text}` is listed twice"));
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn on_a_field(diagnostics: &Diagnostics, target: Target, path: &Path) {
    if target != Target::Field {
        diagnostics.report(
            &rules::bad_attribute::RULE,
            path,
            format_args!("`{}` belongs on a field", last_ident(path)),
        );
    }
}

fn once<T>(diagnostics: &Diagnostics, slot: &mut Option<T>, path: &Path, value: T) {
    if slot.replace(value).is_some() {
        diagnostics.report(
            &rules::bad_attribute::RULE,
            path,
            format_args!("`{}` is written twice", last_ident(path)),
        );
    }
}

fn is_acceptable(diagnostics: &Diagnostics, slug: &LitStr) -> bool {
    let value = slug.value();
    match wirecheck_rules::find(&value) {
        Some(rule) if rule.acceptable && rule.slug == value => return true,
        Some(rule) if rule.acceptable => {
            diagnostics.report(
                &rules::bad_attribute::RULE,
                slug,
                format_args!("write the name of the rule, `accept(\"{}\")`", rule.slug),
            );
        }
        Some(rule) => {
            diagnostics.report(
                &rules::bad_attribute::RULE,
                slug,
                format_args!("`{}` cannot be accepted", rule.slug),
            );
        }
        None => {
            let known = ALL.iter().filter(|rule| rule.acceptable).map(|rule| rule.slug);
            let hint =
                nearest(&value, known).map(|slug| format!(", did you mean `{slug}`?")).unwrap_or_default();
            diagnostics.report(
                &rules::bad_attribute::RULE,
                slug,
                format_args!("there is no rule `{value}`{hint}"),
            );
        }
    }
    false
}

fn unknown_word(diagnostics: &Diagnostics, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    let word = last_ident(&meta.path).to_string();
    let hint = match nearest(&word, [ACCEPT, CRATE, DUPLICATE, FORMATS, RECURSIVE, SHAPE, SNAPSHOT, TRUST]) {
        Some(known) => format!("`{word}`, did you mean `{known}`?"),
        None => format!("`{word}`"),
    };
    diagnostics.report(&rules::unknown_word::RULE, &meta.path, hint);
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
