//! What `FilledLater` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0089",
    slug: "filled-later",
    reporter: Reporter::Refusal("FilledLater"),
    concerns: Concerns::Every,
    summary: "`{T}` is initialised on first use; another process has its own and initialises it anew",
    why: "whether it is initialised may change while it is sent, and what initialises it may be code",
    help: "send the value (`(*it).clone()`), or an `Option` of it (`it.get().cloned()`); for a cache, leave it out and fill it again in the task",
    python: "a `functools.cached_property` is sent with what it holds at that moment",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
struct Page {
    title: std::sync::OnceLock<String>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Page {
    title: Option<String>,
}"#,
};
