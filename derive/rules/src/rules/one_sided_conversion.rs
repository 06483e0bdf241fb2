//! Writing and reading go through different types.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0010",
    slug: "one-sided-conversion",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "writing and reading go through different types",
    why: "`into` writes one type and `from` or `try_from` reads another, and their bytes may differ",
    help: "give both and name the same type: `#[serde(from = \"Wire\", into = \"Wire\")]`",
    python: "a `__reduce__` whose function does not fit the state fails in the same place",
    acceptable: true,
    fails: r#"#[derive(Clone, Serialize, Deserialize, Sendable)]
#[serde(into = "u32")]
struct Meters(u32);

impl From<Meters> for u32 {
    fn from(meters: Meters) -> u32 {
        meters.0
    }
}"#,
    passes: r#"#[derive(Clone, Serialize, Deserialize, Sendable)]
struct Meters(u32);"#,
};
