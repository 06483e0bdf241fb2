//! The words by which an author answers for something, and the formats in which each holds: `trust(Json)`,
//! `accept("skip", Json, Cbor)`.

use proc_macro2::Span;
use std::cell::RefCell;
use syn::{LitStr, Path};
use wirecheck_rules::Capability;

/// `trust`, or `trust(Json, Cbor)`.
#[derive(Clone)]
pub struct Trust {
    /// Where the word is.
    pub at: Span,
    /// The formats that it lists; none if there is no list.
    pub formats: Vec<Path>,
}

/// `accept = "rule"`, or `accept("rule", Json, Cbor)`.
#[derive(Clone)]
pub struct Accept {
    /// The name of the rule.
    pub slug: LitStr,
    /// The formats that it lists; none if there is no list.
    pub formats: Vec<Path>,
    /// What it was asked for, and what was granted.
    pub(crate) granted: RefCell<Vec<Grant>>,
}

/// What was accepted at one place.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) formats: Vec<Path>,
    pub(crate) unless: Option<Capability>,
}

impl Accept {
    pub(crate) fn new(slug: LitStr, formats: Vec<Path>) -> Self {
        Self { slug, formats, granted: RefCell::default() }
    }

    /// Whether some check asked for it. One that no check asks for is a mistake.
    pub fn is_used(&self) -> bool {
        !self.granted.borrow().is_empty()
    }
}
