//! Custom code in one direction only.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0008",
    slug: "one-sided-with",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "there is custom code in one direction only",
    why: "the other direction uses the type's own impl, and their bytes may differ",
    help: "give both, `serialize_with` and `deserialize_with`, or one module with `with`, and vouch for them with `trust`; if this code fits the type's own impl, accept it: `#[sendable(accept(\"one-sided-with\", Json))]`",
    python: "a `__reduce__` whose function does not fit the state fails in the same place",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(serialize_with = "as_text")]
    size: u32,
}

fn as_text<S: Serializer>(size: &u32, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(size)
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
}"#,
};
