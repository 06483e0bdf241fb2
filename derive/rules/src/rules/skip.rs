//! A skipped field arrives as its default.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0005",
    slug: "skip",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a skipped field arrives as its default",
    why: "`skip` leaves the field out in both directions, so the value changes without any error",
    help: "move the field out of the type that is sent, or accept that the default arrives: `#[sendable(accept(\"skip\", AnyFormat))]`",
    python: "a `__getstate__` that drops a key loses its value without an error too",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    cache: Vec<u8>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    cache: Vec<u8>,
}"#,
};
