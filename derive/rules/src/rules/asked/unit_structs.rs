//! A format lacks `UnitStructs`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0049",
    slug: "unit-structs",
    reporter: Reporter::Capability("UnitStructs"),
    concerns: Concerns::Without("UnitStructs"),
    summary: "`{Self}` writes a unit struct and `None` alike",
    why: "`{Self}` writes both as the same null, so inside an `Option` the value changes without any error",
    help: "send a `bool`, or an enum that names the two cases, or send as `Bincode`, `Postcard` or `Ron`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    done: Option<Done>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Done;

fn run(pool: &Pool<Json>, job: Job) -> Result<bool, Error> {
    pool.submit(closure!(|job: Job| job.done.is_some()), job)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    done: bool,
}

fn run(pool: &Pool<Json>, job: Job) -> Result<bool, Error> {
    pool.submit(closure!(|job: Job| job.done), job)?.join()
}"#,
};
