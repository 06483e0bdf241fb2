//! A skipped field arrives as its default, whatever it held.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0005",
    slug: "skip",
    kind: Kind::Derive,
    concerns: Concerns::Every,
    summary: "a skipped field arrives as its default, whatever it held",
    why: "`skip` leaves the field out on both sides, so the value changes on the way without any error",
    help: "move the field out of the type that is sent, or say that the default is meant: `#[sendable(accept = \"skip\")]`",
    python: "a `__getstate__` that drops a key loses it in the same silence",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    cache: Vec<u8>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept = "skip")]
    cache: Vec<u8>,
}"#,
};
