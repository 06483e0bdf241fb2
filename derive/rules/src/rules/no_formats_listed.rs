//! An opt-in that names no format.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0025",
    slug: "no-formats-listed",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "this opt-in does not say in which formats it holds",
    why: "what is true of such code in one format is often false in another, so without a list the type can be sent in none",
    help: "list the formats that you have tried, `trust(Json)` or `accept(\"skip\", Json, Cbor)`, or put `#[sendable(formats(..))]` on the type; `AnyFormat` claims all of them",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept("skip"))]
    cache: Vec<u8>,
}

fn send(pool: &Pool<Json>, job: Job) -> Result<u32, Error> {
    fn size(job: Job) -> u32 {
        job.size
    }
    pool.submit(size, job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    cache: Vec<u8>,
}

fn send(pool: &Pool<Json>, job: Job) -> Result<u32, Error> {
    fn size(job: Job) -> u32 {
        job.size
    }
    pool.submit(size, job)?.join()
}"#,
};
