//! The derive cannot see what this code puts on the wire.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0009",
    slug: "hand-written-with",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "the derive cannot see what this code puts on the wire",
    why: "`with` replaces the impl of the type, so neither the type nor the attribute says what the format has to carry",
    help: "vouch for the code with `#[sendable(trust)]`, and let a round trip in every format you use check it",
    python: "a hand-written `__reduce__` is trusted without a question",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(with = "as_text")]
    size: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(with = "as_text")]
    #[sendable(trust)]
    size: u32,
}"#,
};
