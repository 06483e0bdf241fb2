//! Two of these have one name on the wire.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0012",
    slug: "duplicate-name",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "two of these have one name on the wire",
    why: "for fields, formats with names refuse what they wrote; for variants, a value comes back as the other variant without any error",
    help: "give them different names",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run,
    #[serde(rename = "Run")]
    Walk,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run,
    Walk,
}"#,
};
