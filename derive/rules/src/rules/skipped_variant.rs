//! A skipped variant shifts the numbers of the others.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0007",
    slug: "skipped-variant",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "a variant that is written is not read",
    why: "formats with names fail on it in the other process; formats with numbers read it, and every later one, as another variant, often without any error",
    help: "remove the attribute, or keep the variant out of the enum that is sent; if it is never sent, say so: `#[sendable(accept = \"skipped-variant\")]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip_deserializing)]
    Draft,
    Run(u32),
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run(u32),
}"#,
};
