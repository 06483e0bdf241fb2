//! What `CodeAsData` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0082",
    slug: "code-as-data",
    reporter: Reporter::Refusal("CodeAsData"),
    concerns: Concerns::Every,
    summary: "`{T}` is code, not data; its address means nothing in another process",
    why: "a pointer to code is valid in this process only, and behind `dyn` the captured values can no longer be written",
    help: "make the code the task: `pool.map(function, ..)` or `closure!(|x| ..)`; to choose between functions, send an enum and match on it",
    python: "`PicklingError: Can't pickle <function <lambda>>: attribute lookup <lambda> failed`",
    acceptable: false,
    fails: r#"fn apply(pool: &Pool, step: fn(u32) -> u32) -> Result<u32, Error> {
    pool.submit(closure!([step] |x: u32| step(x)), 1)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Double,
    Square,
}

impl Step {
    fn apply(&self, x: u32) -> u32 {
        match self {
            Self::Double => x * 2,
            Self::Square => x * x,
        }
    }
}

fn apply(pool: &Pool, step: Step) -> Result<u32, Error> {
    pool.submit(closure!(|x: u32| step.apply(x)), 1)?.join()
}"#,
};
