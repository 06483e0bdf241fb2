//! A type or a task lacks `TextKey`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0069",
    slug: "text-key",
    reporter: Reporter::Bound("TextKey"),
    concerns: Concerns::Every,
    summary: "a map with `{Self}` as keys cannot be flattened",
    why: "flattened entries are read back with text as names, whatever they were",
    help: "use `String` as keys, or remove `flatten`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    #[serde(flatten)]
    sizes: BTreeMap<u32, u64>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    sizes: BTreeMap<u32, u64>,
}"#,
};
