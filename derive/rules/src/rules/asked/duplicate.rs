//! A type or a task lacks `Duplicate`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0091",
    slug: "duplicate",
    reporter: Reporter::Bound("Duplicate"),
    concerns: Concerns::Every,
    summary: "`{Self}` has no value to duplicate",
    why: "a duplicate is a copy of the value behind a shared pointer, and this type is not one",
    help: "use `Arc` in place of `Rc`, and the value itself in place of `Weak`; a lock or an atomic takes `#[sendable(snapshot)]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(duplicate)]
    done: Mutex<u64>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(snapshot)]
    done: Mutex<u64>,
}"#,
};
