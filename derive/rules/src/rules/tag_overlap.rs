//! The tag stands among entries it can be taken for.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0023",
    slug: "tag-overlap",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "the tag has no place of its own here",
    why: "the tag is written among the entries of the value: where one has its name, or there are no entries, the value does not encode, or the other process reads the wrong one",
    help: "give the tag a name that no field has, or use `#[serde(tag = \"..\", content = \"..\")]`; if it cannot happen, say so: `#[sendable(accept = \"tag-overlap\")]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Step {
    Run(Command),
}

#[derive(Serialize, Deserialize, Sendable)]
struct Command {
    kind: String,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "step")]
enum Step {
    Run(Command),
}

#[derive(Serialize, Deserialize, Sendable)]
struct Command {
    kind: String,
}"#,
};
