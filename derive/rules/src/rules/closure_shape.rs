//! `closure!` takes one closure.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0018",
    slug: "closure-shape",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "`closure!` takes one closure",
    why: "the macro moves the captured variables out of the closure, so it has to see all of it",
    help: "write `closure!(|x: f64| x * by)`, or list the captures: `closure!([by] |x: f64| x * by)`",
    python: "",
    acceptable: false,
    fails: r#"let by = 2.0;
let scale = |x: f64| x * by;
let task = closure!(scale);"#,
    passes: r#"let by = 2.0;
let task = closure!(|x: f64| x * by);"#,
};
