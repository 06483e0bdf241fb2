//! What `Unguarded` refuses.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0092",
    slug: "unguarded",
    kind: Kind::Refusal("Unguarded"),
    concerns: Concerns::Every,
    summary: "`{T}` leaves to the author what the compiler otherwise knows of a value; nothing says that it can be read",
    why: "whether there is a value, who may read it now and who drops it, is known to the code around it only",
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
