//! The author's own code for the wire.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0009",
    slug: "hand-written-with",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "the derive cannot know what this code writes",
    why: "`with` replaces the impl of the type, so neither the type nor the attribute says what the format needs",
    help: "vouch for the code with `#[sendable(trust(..))]` and the formats in which you tried a round trip",
    python: "a hand-written `__reduce__` is trusted without a check",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(with = "as_text")]
    size: u32,
}

mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(size: &u32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(size)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(with = "as_text")]
    #[sendable(trust(Json))]
    size: u32,
}

mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(size: &u32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(size)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}"#,
};
