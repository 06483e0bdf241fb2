//! What is flattened here cannot be told apart when it is read back.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0015",
    slug: "flatten-overlap",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "what is flattened here cannot be told apart when it is read back",
    why: "two flattened maps take each other's entries, and a flattened `Option` cannot tell an empty value from `None`: the value changes without any error, in every format",
    help: "flatten one map at most and no `Option`, or nest the value under a name of its own; if it cannot happen, say so: `#[sendable(accept = \"flatten-overlap\")]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(flatten)]
    extra: Option<Extra>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Extra {
    size: Option<u32>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    extra: Option<Extra>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Extra {
    size: Option<u32>,
}"#,
};
