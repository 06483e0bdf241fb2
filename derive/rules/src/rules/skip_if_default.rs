//! A field that is left out may come back with another value.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0014",
    slug: "skip-if-default",
    reporter: Reporter::Derive,
    concerns: Concerns::With("NamedFields"),
    summary: "a field that is left out may come back with another value",
    why: "the reader fills a missing field with the default: without `default` it fails, and if the skipped value is not the default, the value changes without any error",
    help: "pair the field with a plain `default` and a test for that default (`Option::is_none`, `Vec::is_empty`); if yours is such a pair, accept it: `#[sendable(accept(\"skip-if-default\", AnyFormat))]`",
    python: "a `__getstate__` that drops a key needs a `__setstate__` that puts the same value back",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(default, skip_serializing_if = "is_small")]
    size: u32,
}

fn is_small(size: &u32) -> bool {
    *size < 10
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sizes: Vec<u32>,
}"#,
};
