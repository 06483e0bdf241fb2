//! What `FilledLater` refuses.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0089",
    slug: "filled-later",
    kind: Kind::Refusal("FilledLater"),
    concerns: Concerns::Every,
    summary: "`{T}` is filled by whoever comes first; another process has one of its own, filled by another",
    why: "whether it is filled changes while it is sent, and what fills it may be code",
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
