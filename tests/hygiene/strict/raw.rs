//! Raw identifiers.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[expect(non_camel_case_types, reason = "a raw name is a keyword, and keywords are small")]
pub struct r#struct {
    /// A field.
    pub r#type: u8,
    /// Within itself.
    #[expect(clippy::use_self, reason = "the name of a type within itself")]
    pub r#fn: Vec<r#struct>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[expect(non_camel_case_types, reason = "a raw name is a keyword, and keywords are small")]
pub enum r#enum {
    /// A variant.
    r#match {
        /// A field.
        r#in: u8,
    },
    /// A variant.
    r#loop(r#struct),
    /// A variant.
    r#while,
}

/// Captures of raw names.
#[must_use]
pub fn captured(r#type: u8) -> u8 {
    let r#fn = 1;
    wirecheck::closure!(|r#in: u8| r#in + r#type + r#fn).call(1)
}
