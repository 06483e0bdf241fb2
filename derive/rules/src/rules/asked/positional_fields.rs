//! A format lacks `PositionalFields`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0042",
    slug: "positional-fields",
    reporter: Reporter::Capability("PositionalFields"),
    concerns: Concerns::Without("PositionalFields"),
    summary: "`{Self}` reads fields by name, and these are read under other names than they are written",
    why: "the reader does not find what was written and fails, takes a default, or takes the value of another field without any error",
    help: "give every field one name for both directions, and no two the same; or send as `Bincode` or `Postcard`; if the other side is another program, `#[sendable(accept(\"split-rename\", Json))]` or `accept(\"duplicate-name\", Json)`",
    python: "a `__getstate__` and a `__setstate__` that disagree about a key",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename(serialize = "from", deserialize = "to"))]
    size: u32,
}

fn run(pool: &Pool<Json>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename = "from")]
    size: u32,
}

fn run(pool: &Pool<Json>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
};
