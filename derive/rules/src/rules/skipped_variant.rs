//! A skipped variant shifts the numbers of the others.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0007",
    slug: "skipped-variant",
    kind: Kind::Derive,
    concerns: Concerns::Without("NamedFields"),
    summary: "a skipped variant shifts the numbers of the others",
    why: "positional formats write a variant as its number, and the reader counts without the skipped ones: a value then comes back as another variant",
    help: "keep the variant out of the enum that is sent; if it stays last and is never sent, say so: `#[sendable(accept = \"skipped-variant\")]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip)]
    Draft,
    Run(u32),
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run(u32),
}"#,
};
