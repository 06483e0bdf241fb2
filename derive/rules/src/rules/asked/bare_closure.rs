//! A bare closure is handed to worker processes.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0099",
    slug: "bare-closure",
    reporter: Reporter::Run,
    concerns: Concerns::Every,
    summary: "a closure cannot be sent to another process as it is",
    why: "a worker makes the code of a task from its name alone. A closure may hold values without a size, such as a token that proves something about this process, and the worker would make those out of nothing. rustc cannot tell such a closure from a function, so the program does, before anything is sent",
    help: "wrap it in `closure!`, which sends what it captures along: `closure!(|x: u64| x * x)`; or write a function and give its name",
    python: "`AttributeError: Can't pickle local object`",
    acceptable: false,
    fails: r#"fn squares(pool: &Pool) -> Result<Vec<u64>, Error> {
    pool.map(|x: u64| x * x, [1, 2, 3])
}"#,
    passes: r#"fn squares(pool: &Pool) -> Result<Vec<u64>, Error> {
    pool.map(closure!(|x: u64| x * x), [1, 2, 3])
}"#,
};
