//! A future cannot be sent to another process.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0017",
    slug: "closure-async",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "a future cannot be sent to another process",
    why: "the state of a future has no name and no serde impls, and its runtime exists in this process only",
    help: "wait inside the task, with a runtime of its own, or make the task synchronous",
    python: "`TypeError: cannot pickle 'coroutine' object`",
    acceptable: false,
    fails: r#"let by = 2;
let add = closure!(|x: u32| async move { x + by });"#,
    passes: r#"let by = 2;
let add = closure!(|x: u32| x + by);"#,
};
