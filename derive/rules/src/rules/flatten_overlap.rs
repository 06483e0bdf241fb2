//! Flattened fields that cannot be told apart when they are read back.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0015",
    slug: "flatten-overlap",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "flattened fields cannot be told apart when they are read back",
    why: "entries of one field are taken for those of another, or hide them: two flattened maps take each other's entries, and a flattened `Option` cannot tell an empty value from `None`; the value changes without any error, or does not decode, in every format",
    help: "flatten at most one map and no `Option`, or nest the value under a name of its own; if it cannot happen, accept it: `#[sendable(accept(\"flatten-overlap\", MessagePackNamed, Cbor, Json))]`",
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
