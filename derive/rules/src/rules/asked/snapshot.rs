//! A type or a task lacks `Snapshot`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0090",
    slug: "snapshot",
    reporter: Reporter::Bound("Snapshot"),
    concerns: Concerns::Every,
    summary: "`{Self}` has no value to take a snapshot of",
    why: "a snapshot is the value in a lock or an atomic at the moment of sending, and this type is neither",
    help: "a shared pointer takes `#[sendable(duplicate)]`; for any other type remove the attribute, or vouch for the field with `#[sendable(trust(..))]` and the formats in which you tried it",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(snapshot)]
    done: u64,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(snapshot)]
    done: Mutex<u64>,
}"#,
};
