//! A type or a task lacks `RemoteTask`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0065",
    slug: "remote-task",
    reporter: Reporter::Bound("RemoteTask"),
    concerns: Concerns::Every,
    summary: "`{Self}` cannot be run in another process with an input of type `{A}`",
    why: "the inputs are handed to the task one by one, so it has to take exactly such a value, and only the name of its code is sent",
    help: "send a `fn` item, a closure without captures, or a `closure!` whose captures are sendable; one with several parameters, six at most, takes tuples",
    python: "`TypeError: 'str' object is not callable`, in the other process",
    acceptable: false,
    fails: r#"fn double(x: u32) -> u32 {
    x * 2
}

fn run(pool: &Pool) -> Result<Vec<u32>, Error> {
    pool.map("double", [1, 2])
}"#,
    passes: r#"fn double(x: u32) -> u32 {
    x * 2
}

fn run(pool: &Pool) -> Result<Vec<u32>, Error> {
    pool.map(double, [1, 2])
}"#,
};
