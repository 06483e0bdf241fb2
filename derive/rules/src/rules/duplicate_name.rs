//! Two fields or variants with the same name on the wire.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0012",
    slug: "duplicate-name",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "two fields or variants have the same name on the wire",
    why: "formats that write names refuse a field that is there twice; a variant comes back as the other one without any error",
    help: "give them different names",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(rename = "size")]
    length: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    length: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}"#,
};
