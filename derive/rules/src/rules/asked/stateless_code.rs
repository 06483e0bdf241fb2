//! A type or a task lacks `StatelessCode`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0066",
    slug: "stateless-code",
    reporter: Reporter::Bound("StatelessCode"),
    concerns: Concerns::Every,
    summary: "this closure captures variables from its environment, and another process does not have them",
    why: "only the name of the code is sent; what it captures has to travel as a value",
    help: "wrap it in `closure!`, which sends the captured values along: `closure!(|x: u64| x * by)`",
    python: "`AttributeError: Can't pickle local object`",
    acceptable: false,
    fails: r#"fn greet(pool: &Pool, greeting: String) -> Result<Vec<String>, Error> {
    pool.map(move |name: String| format!("{greeting}, {name}"), ["Ada".to_owned()])
}"#,
    passes: r#"fn greet(pool: &Pool, greeting: String) -> Result<Vec<String>, Error> {
    pool.map(closure!(|name: String| format!("{greeting}, {name}")), ["Ada".to_owned()])
}"#,
};
