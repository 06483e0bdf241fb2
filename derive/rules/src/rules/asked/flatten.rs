//! A type or a task lacks `Flatten`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0068",
    slug: "flatten",
    reporter: Reporter::Bound("Flatten"),
    concerns: Concerns::Every,
    summary: "`{Self}` is not written as entries with names, so it can be neither flattened nor tagged",
    why: "`flatten` and an internal `tag` write the entries of the value among others; a value without entries fails to encode, and keys that are not text come back as text",
    help: "remove `flatten`, so that the value is nested under the name of the field, or give the enum a `content` next to its `tag`; in generic code, ask for it: `T: Sendable<F> + Flatten<F>`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    #[serde(flatten)]
    sizes: Vec<u32>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    sizes: Vec<u32>,
}"#,
};
