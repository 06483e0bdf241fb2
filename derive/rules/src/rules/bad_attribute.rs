//! This `sendable` attribute is not written as it should be.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0002",
    slug: "bad-attribute",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "this `sendable` attribute is not written as it should be",
    why: "the derive cannot tell what was meant, and guessing would weaken the proof",
    help: "write `#[sendable(trust)]`, `#[sendable(recursive)]` or `#[sendable(accept = \"rule\")]` on a field, `#[sendable(crate = \"path\")]` on the type, each once",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[sendable(trust)]
struct Job {
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust)]
    size: u32,
}"#,
};
