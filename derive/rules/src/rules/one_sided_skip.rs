//! Only one side skips this field.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0006",
    slug: "one-sided-skip",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "only one side skips this field",
    why: "the writer and the reader disagree about what is there: positional formats read every later field from the wrong bytes, often without any error",
    help: "skip on both sides with `skip`, or on neither",
    python: "a `__getstate__` without its `__setstate__` breaks in the same place",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(skip_serializing, default)]
    cache: Vec<u8>,
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
}"#,
};
