//! The two sides use different names.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0011",
    slug: "split-rename",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "the two sides use different names",
    why: "formats with names do not find what was written: an error, or, for an `Option` or a default, the loss of the value without one",
    help: "use one name, `#[serde(rename = \"..\")]`; for names that were used before, add `alias`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename = "a")]
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}"#,
};
