//! A format lacks `UnitVariantEntries`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0047",
    slug: "unit-variant-entries",
    reporter: Reporter::Capability("UnitVariantEntries"),
    concerns: Concerns::Without("UnitVariantEntries"),
    summary: "`{Self}` loses a flattened variant without content",
    why: "a flattened variant without content is an entry with a name and no value; `{Self}` does not read it back",
    help: "give the variant empty content, nest the enum under a name of its own, or send as `Json`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(flatten)]
    step: Step,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Wait,
    Run { times: u32 },
}

fn run(pool: &Pool<Cbor>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    step: Step,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Wait,
    Run { times: u32 },
}

fn run(pool: &Pool<Cbor>, job: Job) -> Result<u32, Error> {
    pool.submit(closure!(|job: Job| job.size), job)?.join()
}"#,
};
