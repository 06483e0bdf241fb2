//! `sendable` has no such word.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0001",
    slug: "unknown-word",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "`sendable` has no such word",
    why: "a word that is silently ignored would leave the author believing in a check that does not run",
    help: "the words are `trust`, `recursive`, `accept = \"..\"` and, on the type, `crate = \"..\"`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trusted)]
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust)]
    size: u32,
}"#,
};
