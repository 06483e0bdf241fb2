//! A list of captures that makes no sense.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0033",
    slug: "closure-list",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "a list of captures names each variable once, and no parameter",
    why: "inside the closure the name could mean either, and only one of them is intended",
    help: "remove the name from the list, or rename the parameter",
    python: "",
    acceptable: false,
    fails: r#"let by = 2;
let _ = closure!([by] |by: u64| by);"#,
    passes: r#"let by = 2;
let _ = closure!([by] |x: u64| x * by);"#,
};
