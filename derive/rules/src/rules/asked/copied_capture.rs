//! A type or a task lacks `CopiedCapture`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0034",
    slug: "copied-capture",
    reporter: Reporter::Bound("CopiedCapture"),
    concerns: Concerns::Every,
    summary: "a captured variable of type `{T}` would be moved out of the closure",
    why: "a task runs many times with the same captures, so it can read them but not take them; `{T}` is not `Copy`",
    help: "borrow it with `&`, or take a copy with `.clone()`",
    python: "every task gets its own copy, pickled anew each time",
    acceptable: false,
    fails: r#"let name = String::from("n");
let _ = closure!(|_: u64| name);"#,
    passes: r#"let name = String::from("n");
let _ = closure!(|_: u64| name.clone());"#,
};
