//! A format lacks `NamedFields`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0041",
    slug: "named-fields",
    reporter: Reporter::Capability("NamedFields"),
    concerns: Concerns::Without("NamedFields"),
    summary: "`{Self}` writes fields by position, without their names",
    why: "`skip_serializing_if` leaves a field out and `tag` on a struct adds one; `{Self}` then reads every later field from the wrong bytes, often without any error",
    help: "send the value as `Ron` or `Json`, or remove the attribute: `{Self}` writes a `None` in one byte",
    python: "pickle writes `__dict__` with its keys, so a missing key stays missing",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    size: u32,
}

fn run(pool: &Pool<Bincode>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: Option<String>,
    size: u32,
}

fn run(pool: &Pool<Bincode>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
};
