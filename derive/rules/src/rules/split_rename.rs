//! A name differs between writing and reading.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0011",
    slug: "split-rename",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a name differs between writing and reading",
    why: "formats that write names do not find what was written: that is an error, or, with an `Option` or a default, the value is lost without one",
    help: "use the same name in both directions, `#[serde(rename = \"..\")]`; for former names, add `alias`",
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
