//! The tag collides with the content.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0023",
    slug: "tag-overlap",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "the tag collides with the content",
    why: "the tag is written among the entries of the content: if one has the same name, or there are no entries, the value does not encode, or the other process reads the wrong entry",
    help: "give the tag a name that no field has, or use `#[serde(tag = \"..\", content = \"..\")]`; if it cannot happen, accept it: `#[sendable(accept(\"tag-overlap\", MessagePackNamed, Cbor, Json))]`",
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
