//! A format lacks `PositionalVariants`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0045",
    slug: "positional-variants",
    reporter: Reporter::Capability("PositionalVariants"),
    concerns: Concerns::Without("PositionalVariants"),
    summary: "`{Self}` reads variants by name, and these are read under other names than they are written",
    why: "the reader does not know the variant and fails, or takes it for another one without any error",
    help: "give every variant one name for both directions, and no two the same; or send as `Bincode` or `Postcard`; if the other side is another program, `#[sendable(accept(\"split-rename\", Json))]` or `accept(\"duplicate-name\", Json)`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(rename(serialize = "go", deserialize = "run"))]
    Run,
    Wait,
}

fn run(pool: &Pool<Json>, step: Step) -> Result<bool, Error> {
    pool.submit(closure!(|step: Step| matches!(step, Step::Wait)), step)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(rename = "run", alias = "go")]
    Run,
    Wait,
}

fn run(pool: &Pool<Json>, step: Step) -> Result<bool, Error> {
    pool.submit(closure!(|step: Step| matches!(step, Step::Wait)), step)?.join()
}"#,
};
