//! A conversion that may lose something.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0022",
    slug: "hand-written-conversion",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "the derive cannot know whether this conversion loses something",
    why: "the value is written as another type and converted back: a `try_from` that rejects what `into` made fails in the other process, and a conversion that loses something changes the value without any error",
    help: "derive the type without a conversion; if `from` undoes `into` for every value, accept it: `#[sendable(accept(\"hand-written-conversion\", AnyFormat))]`, and test round trips",
    python: "a hand-written `__reduce__` is trusted without a check",
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
#[sendable(accept("hand-written-conversion", AnyFormat))]
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
