//! A format lacks `NamedVariants`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0044",
    slug: "named-variants",
    reporter: Reporter::Capability("NamedVariants"),
    concerns: Concerns::Without("NamedVariants"),
    summary: "`{Self}` writes variants as numbers, and a skipped variant shifts those after it",
    why: "serde counts a skipped variant when it writes and not when it reads, so a later variant comes back as another one, often without any error",
    help: "move the skipped variant to the end, or send as `Json` or `Ron`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip)]
    Draft,
    Run(u32),
    Wait,
}

fn run(pool: &Pool<Bincode>, step: Step) -> Result<bool, Error> {
    pool.submit(closure!(|step: Step| matches!(step, Step::Wait)), step)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run(u32),
    Wait,
}

fn run(pool: &Pool<Bincode>, step: Step) -> Result<bool, Error> {
    pool.submit(closure!(|step: Step| matches!(step, Step::Wait)), step)?.join()
}"#,
};
