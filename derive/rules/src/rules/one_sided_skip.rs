//! A field is skipped in one direction only.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0006",
    slug: "one-sided-skip",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "this field is skipped in one direction only",
    why: "the writer and the reader disagree about which fields there are: positional formats read every later field from the wrong bytes, often without any error",
    help: "skip it in both directions with `skip`, or in neither",
    python: "a `__getstate__` without its `__setstate__` fails in the same place",
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
