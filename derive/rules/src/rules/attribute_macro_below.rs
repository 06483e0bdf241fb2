//! An attribute macro below the derive has not run yet.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0026",
    slug: "attribute-macro-below",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "an attribute macro below `#[derive(Sendable)]` has not run yet",
    why: "it may still change the fields or add serde attributes, and serde's derives then see another type than this one",
    help: "put `#[derive(Sendable)]` below the attribute macro",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
struct Job {
    size: Option<u32>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
}"#,
};
