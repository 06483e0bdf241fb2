//! A word that `#[sendable(..)]` does not know.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0001",
    slug: "unknown-word",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "`#[sendable(..)]` does not know this word",
    why: "if the word were ignored, you would rely on a check that does not run",
    help: "the words are `trust(..)`, `snapshot`, `duplicate` and `recursive` on a field, `crate = \"..\"`, `shape = \"..\"` and `formats(..)` on the type, and `accept(\"..\", ..)` on both",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trusted(Json))]
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust(Json))]
    size: u32,
}"#,
};
