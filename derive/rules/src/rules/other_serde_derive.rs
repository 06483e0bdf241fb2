//! Another derive than serde's own writes the type.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0035",
    slug: "other-serde-derive",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "another derive than serde's own writes this type",
    why: "the derive knows what serde's own derive writes: another one may write a number or a text, which a reader takes for something else",
    help: "say what is written: `#[sendable(shape = \"u8\")]`, any type that is written alike, or `\"text\"`, `\"bytes\"` or `\"any\"`",
    python: "a `__reduce__` is followed without a look at the class",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(u8)]
enum Level {
    Low = 1,
    High = 2,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[repr(u8)]
enum Level {
    Low = 1,
    High = 2,
}"#,
};
