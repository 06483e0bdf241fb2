//! A time with a time zone.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0101",
    slug: "zone-without-name",
    reporter: Reporter::Refusal("ZoneWithoutName"),
    concerns: Concerns::Every,
    summary: "`{T}` does not come back if its time zone has no name",
    why: "a zone without a name (a POSIX rule, an offset with seconds) comes back as another one, and a name only where the reader has a database that knows it",
    help: "send the `Timestamp`, and the name of the zone as text\nif each zone has a name that both sides know, vouch for the field with `#[sendable(trust(Json))]`",
    python: "a `zoneinfo.ZoneInfo` from a file without a key cannot be pickled",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: jiff::Zoned,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: jiff::Timestamp,
}"#,
};
