//! An untagged value may come back as another variant.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0013",
    slug: "untagged",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "an untagged value may come back as another variant",
    why: "an untagged enum is read by trying its variants in order; if two accept the same content, the value changes without any error, in every format",
    help: "use a plain or a tagged enum; if no value of one variant is accepted by an earlier one, accept it: `#[sendable(accept(\"untagged\", ..))]`, with the formats in which you tried a value of each variant",
    python: "pickle writes the class of a value, so it never guesses",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Id {
    Name(String),
    Path(PathBuf),
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Id {
    Number(u64),
    Name(String),
}"#,
};
