//! A span of several units.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0102",
    slug: "mixed-units",
    reporter: Reporter::Refusal("MixedUnits"),
    concerns: Concerns::Every,
    summary: "`{T}` comes back with other units below a second",
    why: "1500 milliseconds come back as 1 second and 500 milliseconds",
    help: "send a `SignedDuration`\nif no value has units below a second, vouch for the field with `#[sendable(trust(Json))]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    length: jiff::Span,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    length: jiff::SignedDuration,
}"#,
};
