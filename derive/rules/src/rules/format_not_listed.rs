//! An opt-in says nothing of this format.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0024",
    slug: "format-not-listed",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "an opt-in says nothing of this format",
    why: "`trust` and `accept` hold in the formats that they list; in another one the same code may lose the value",
    help: "try a round trip in this format, then add it to the list; or send the value in a format that is listed",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(Bincode))]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept("skip", Json))]
    cache: Vec<u8>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(Bincode))]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept("skip", Json, Bincode))]
    cache: Vec<u8>,
}"#,
};
