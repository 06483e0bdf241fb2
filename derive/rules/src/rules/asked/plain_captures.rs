//! A plain closure captures what is `Copy`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0067",
    slug: "plain-captures",
    reporter: Reporter::Build,
    concerns: Concerns::Every,
    summary: "this closure captures variables from its environment, and another process does not have them",
    why: "only the name of the code is sent; what it captures has to travel as a value. A capture that is `Copy` shows in the size of the closure alone, which rustc knows when it generates code",
    help: "wrap it in `closure!`, which sends the captured values along; in place of a function pointer, give the function itself",
    python: "`AttributeError: Can't pickle local object`",
    acceptable: false,
    fails: r#"fn scale(pool: &Pool, by: f64) -> Result<Vec<f64>, Error> {
    pool.map(move |x: f64| x * by, [1.0, 2.0])
}"#,
    passes: r#"fn scale(pool: &Pool, by: f64) -> Result<Vec<f64>, Error> {
    pool.map(closure!(|x: f64| x * by), [1.0, 2.0])
}"#,
};
