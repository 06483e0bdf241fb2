//! A `sendable` attribute that is not valid.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0002",
    slug: "bad-attribute",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "this `sendable` attribute is not valid",
    why: "the derive cannot tell what you meant, and a guess would weaken the proof",
    help: "write `trust(Json)`, `snapshot`, `duplicate` or `recursive` on a field, `crate = \"path\"`, `shape = \"u8\"` or `formats(Json)` on the type, each once, and `accept(\"rule\", Json)` where the rule applies",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[sendable(trust(Json))]
struct Job {
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust(Json))]
    size: u32,
}"#,
};
