//! A capture is changed.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0030",
    slug: "closure-changes",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "a captured variable is changed",
    why: "a task runs many times, in several processes, with the same captures: some runs would see the change, and this process never would",
    help: "work on a copy, `let mut copy = by.clone();`, or return the new value and combine the results here",
    python: "each worker changes its own copy, and the change is lost without an error",
    acceptable: false,
    fails: r#"let mut total = 0;
let _ = closure!(|x: u64| total += x);"#,
    passes: r#"let total = 0;
let _ = closure!(|x: u64| total + x);"#,
};
