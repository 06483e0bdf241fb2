//! There is nothing to accept here.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0016",
    slug: "unused-accept",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "there is nothing to accept here",
    why: "an `accept` that accepts nothing would hide the next mistake there",
    help: "remove it, or name a rule that applies to this field, variant or type",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(accept("skip", AnyFormat))]
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
}"#,
};
