//! A format lacks `SelfDescribing`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0040",
    slug: "self-describing",
    reporter: Reporter::Capability("SelfDescribing"),
    concerns: Concerns::Without("SelfDescribing"),
    summary: "`{Self}` is not a self-describing wire format",
    why: "`flatten`, `untagged`, `tag` and `other` make serde ask the input what comes next (`deserialize_any`); `{Self}` has no answer, so the value would fail to encode or fail in the other process",
    help: "send the value as `Ron` or `Json`, or remove the attribute and match on a plain enum",
    python: "pickle writes an opcode before every value, so it never has to ask",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}

fn run(pool: &Pool<Bincode>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}

fn run(pool: &Pool<Ron>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
};
