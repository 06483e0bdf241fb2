//! What opt-ins are asked for, and what they claim of formats.

use crate::attr::Attrs;
use crate::container::{Container, Requirement};
use crate::opt_in::{Accept, Grant};
use proc_macro2::Span;
use quote::ToTokens;
use syn::Path;
use wirecheck_rules::{Capability, Rule};

/// Whether one of these accepts the rule, in whatever formats it names.
///
/// All of them are asked, so that no `accept` counts as unused because an inner one repeats it. A place that two of them
/// cover is accepted in the formats of both. With `unless`, formats that can do this need no `accept` there.
pub(crate) fn accepted(scopes: &[&Attrs], rule: &Rule, unless: Option<Capability>) -> bool {
    let words: Vec<&Accept> = scopes.iter().flat_map(|attrs| attrs.accepting(rule)).collect();
    let mut formats: Vec<Path> = Vec::new();
    for path in words.iter().flat_map(|accept| &accept.formats) {
        if !formats.iter().any(|known| text(known) == text(path)) {
            formats.push(path.clone());
        }
    }
    for accept in &words {
        accept.granted.borrow_mut().push(Grant { formats: formats.clone(), unless });
    }
    !words.is_empty()
}

/// What an opt-in claims: that a type can be sent in some formats. It says nothing of others.
#[derive(Clone)]
pub struct Claim {
    /// Where the word is.
    pub at: Span,
    /// The word, and what it is about: "`trust` on `size`".
    pub word: String,
    /// What the word would be with the formats in which it is known to hold, if it is known for some.
    pub known: Option<String>,
    /// The formats: those of the word, or else those of `formats(..)` on the type; none if neither lists any.
    pub formats: Vec<Path>,
    /// Formats that can do this need no opt-in.
    pub unless: Option<Capability>,
}

/// The claims of the opt-ins that made a difference.
pub(crate) fn claims(container: &Container<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let declared = &container.attrs.formats;
    let or_declared = |formats: &[Path]| if formats.is_empty() { declared.clone() } else { formats.to_vec() };
    let mut accepts = |attrs: &Attrs, place: &str| {
        for accept in &attrs.accept {
            let slug = accept.slug.value();
            for Grant { formats, unless } in accept.granted.borrow().iter() {
                claims.push(Claim {
                    at: accept.slug.span(),
                    word: format!("`accept(\"{slug}\")` on `{place}`"),
                    known: wirecheck_rules::find(&slug)
                        .and_then(Rule::opt_in)
                        .filter(|it| !it.contains("..")),
                    formats: or_declared(formats),
                    unless: *unless,
                });
            }
        }
    };
    accepts(&container.attrs, &container.input.ident.to_string());
    for (variant, fields) in container.groups() {
        if let Some(variant) = variant {
            accepts(&variant.attrs, &variant.original.ident.to_string());
        }
        for field in fields {
            accepts(&field.attrs, &field.name());
        }
    }
    if container.proxies().is_empty() {
        for (variant, field) in container.fields() {
            let counts = matches!(field.requirement(variant), Requirement::Trust | Requirement::Vouch);
            let Some(trust) = field.attrs.trust.as_ref().filter(|_| counts) else { continue };
            claims.push(Claim {
                at: trust.at,
                word: format!("`trust` on `{}`", field.name()),
                known: None,
                formats: or_declared(&trust.formats),
                unless: None,
            });
        }
    }
    distinct(claims)
}

/// Each claim once: a word may have been asked several times.
fn distinct(claims: Vec<Claim>) -> Vec<Claim> {
    let key = |claim: &Claim| {
        let formats: Vec<String> = claim.formats.iter().map(text).collect();
        (claim.word.clone(), formats, claim.unless)
    };
    let mut found: Vec<Claim> = Vec::new();
    for claim in claims {
        if !found.iter().any(|known| key(known) == key(&claim)) {
            found.push(claim);
        }
    }
    found
}

fn text(path: &Path) -> String {
    path.to_token_stream().to_string()
}
