//! A description of another type has no serde impls of its own.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0028",
    slug: "remote",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "serde's derive gives this type no impls of its own",
    why: "with `remote` it writes functions that a field of the other type is written and read with, so there is nothing here \
          that could be sent",
    help: "remove `Sendable` here, and derive it on the type that has the field: `#[serde(with = \"..\")]` with \
           `trust`; with `remote = \"Self\"`, say what your `impl Serialize` writes: `#[sendable(shape = \"..\")]`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "std::time::Duration")]
struct Seconds {
    #[serde(getter = "std::time::Duration::as_secs")]
    seconds: u64,
}

impl From<Seconds> for std::time::Duration {
    fn from(it: Seconds) -> Self {
        Self::from_secs(it.seconds)
    }
}"#,
    passes: r#"#[derive(Serialize, Deserialize)]
#[serde(remote = "std::time::Duration")]
struct Seconds {
    #[serde(getter = "std::time::Duration::as_secs")]
    seconds: u64,
}

impl From<Seconds> for std::time::Duration {
    fn from(it: Seconds) -> Self {
        Self::from_secs(it.seconds)
    }
}

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(with = "Seconds")]
    #[sendable(trust(Json))]
    pause: std::time::Duration,
}"#,
};
