//! A URL.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0103",
    slug: "unstable-text",
    reporter: Reporter::Refusal("UnstableText"),
    concerns: Concerns::Every,
    summary: "`{T}` is written as text that is not always read as the same URL",
    why: "`file://x/C:/` loses its host, and so do others after `set_path`, such as `a:/./b`",
    help: "send the text (`String::from(url)`)\nif all you send is `http` or `https`, vouch for the field with `#[sendable(trust(Json))]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: url::Url,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: String,
}"#,
};
