//! A type or a task lacks `Task`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0064",
    slug: "task",
    reporter: Reporter::Bound("Task"),
    concerns: Concerns::Every,
    summary: "`{Self}` cannot be run with an input of type `{A}`",
    why: "the inputs are handed to the task one by one, so it has to take exactly such a value",
    help: "give a `fn` item, a closure or a `closure!`; one with several parameters, six at most, takes tuples",
    python: "`TypeError: 'str' object is not callable`, in the other process",
    acceptable: false,
    fails: r#"fn double(x: u32) -> u32 {
    x * 2
}

fn run(backend: &Inline) -> Result<Vec<u32>, Error> {
    backend.map("double", [1, 2])
}"#,
    passes: r#"fn double(x: u32) -> u32 {
    x * 2
}

fn run(backend: &Inline) -> Result<Vec<u32>, Error> {
    backend.map(double, [1, 2])
}"#,
};
