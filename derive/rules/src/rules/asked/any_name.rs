//! A format lacks `AnyName`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0043",
    slug: "any-name",
    reporter: Reporter::Capability("AnyName"),
    concerns: Concerns::Without("AnyName"),
    summary: "`{Self}` allows only identifiers as names",
    why: "`{Self}` writes names as Rust does; a name with a space or another character fails to encode",
    help: "rename it to an identifier (`snake_case`, `camelCase`), or send as `Json`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename = "max size")]
    max_size: u32,
}

fn run(pool: &Pool<Ron>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.max_size), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename = "max_size")]
    max_size: u32,
}

fn run(pool: &Pool<Ron>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.max_size), job)?.join()
}"#,
};
