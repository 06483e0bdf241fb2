//! A time of day that may be a leap second.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0100",
    slug: "leap-second",
    reporter: Reporter::Refusal("LeapSecond"),
    concerns: Concerns::Every,
    summary: "`{T}` does not come back if it is a leap second",
    why: "chrono allows a leap second after any second, and writes one that is not `:60` as the second after it; an offset is rounded to minutes, and a `Local` time is read in the time zone of the reader",
    help: "send an `i64` (`timestamp_millis()`), or the `TimeDelta` since a time that both sides know\nif no value is a leap second, and no offset has seconds, vouch for the field with `#[sendable(trust(Json))]`",
    python: "a `datetime.datetime` has no leap seconds, and pickle writes all of it",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: chrono::DateTime<chrono::Utc>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    at: i64,
}"#,
};
