//! What `ProcessLocal` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0075",
    slug: "process-local",
    reporter: Reporter::Refusal("ProcessLocal"),
    concerns: Concerns::Every,
    summary: "`{T}` synchronises the threads of one process; another process would get a lock of its own",
    why: "serde writes the value and forgets the lock, and while this thread holds it, writing blocks for ever",
    help: "send the value (`it.lock().unwrap().clone()`, `it.load(..)`) and return the change as a result",
    python: "`TypeError: cannot pickle '_thread.lock' object`",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Counter {
    hits: Mutex<u64>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Counter {
    hits: u64,
}"#,
};
