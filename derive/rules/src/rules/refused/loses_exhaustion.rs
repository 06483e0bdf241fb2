//! What `LosesExhaustion` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0079",
    slug: "loses-exhaustion",
    reporter: Reporter::Refusal("LosesExhaustion"),
    concerns: Concerns::Every,
    summary: "`{T}` comes back full if it was already used up",
    why: "a used-up range remembers so in a flag that is not written, and the other process counts once more",
    help: "send a half-open `Range`, or both ends as a tuple",
    python: "`range` objects are not used up, so pickle has no such loss",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Page {
    lines: RangeInclusive<u32>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Page {
    lines: Range<u32>,
}"#,
};
