//! A requirement on a version.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0104",
    slug: "more-than-text",
    reporter: Reporter::Refusal("MoreThanText"),
    concerns: Concerns::Every,
    summary: "`{T}` says more in its fields than in the text that is written",
    why: "a patch without a minor version is not written, and more than 32 comparators are not read",
    help: "send the text (`.to_string()`)\nif each value was read from text, vouch for the field with `#[sendable(trust(Json))]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    needs: semver::VersionReq,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    needs: String,
}"#,
};
