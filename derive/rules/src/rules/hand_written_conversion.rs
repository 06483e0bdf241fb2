//! The derive cannot see whether the conversion gives the value back.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0022",
    slug: "hand-written-conversion",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "the derive cannot see whether this conversion gives the value back",
    why: "the value is written as another type and made anew from it: a `try_from` that rejects what `into` gave fails in the other process, and one that loses something changes the value without any error",
    help: "derive the type without a conversion; if `from` undoes `into` for every value, say so: `#[sendable(accept = \"hand-written-conversion\")]`, and let a test of round trips check it",
    python: "a hand-written `__reduce__` is trusted without a question",
    acceptable: true,
    fails: r#"#[derive(Clone, Serialize, Deserialize, Sendable)]
#[serde(from = "u32", into = "u32")]
struct Percent {
    value: u32,
}

impl From<u32> for Percent {
    fn from(value: u32) -> Self {
        Self { value: value.min(100) }
    }
}

impl From<Percent> for u32 {
    fn from(percent: Percent) -> Self {
        percent.value
    }
}"#,
    passes: r#"#[derive(Clone, Serialize, Deserialize, Sendable)]
#[serde(from = "u32", into = "u32")]
#[sendable(accept = "hand-written-conversion")]
struct Percent {
    value: u32,
}

impl From<u32> for Percent {
    fn from(value: u32) -> Self {
        Self { value }
    }
}

impl From<Percent> for u32 {
    fn from(percent: Percent) -> Self {
        percent.value
    }
}"#,
};
