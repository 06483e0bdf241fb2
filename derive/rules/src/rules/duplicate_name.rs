//! Two of these have one name on the wire.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0012",
    slug: "duplicate-name",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "two of these have one name on the wire",
    why: "for fields, formats with names refuse what they wrote; for variants, a value comes back as the other variant without any error",
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
