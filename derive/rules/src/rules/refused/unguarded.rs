//! What `Unguarded` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0092",
    slug: "unguarded",
    reporter: Reporter::Refusal("Unguarded"),
    concerns: Concerns::Every,
    summary: "`{T}` may hold no valid value; the compiler does not know whether it can be read",
    why: "only the code around it knows whether there is a value, who may read it and who drops it",
    help: "take the value out (`.into_inner()`, `ManuallyDrop::into_inner(it)`, `.assume_init()`) and send that",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
struct Slot {
    bytes: std::mem::ManuallyDrop<Vec<u8>>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Slot {
    bytes: Vec<u8>,
}"#,
};
