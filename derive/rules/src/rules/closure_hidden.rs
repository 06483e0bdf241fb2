//! A capture is used inside a macro that cannot be read.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0031",
    slug: "closure-hidden",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "a captured variable is used inside a macro that `closure!` cannot read",
    why: "`closure!` does not know what the macro makes of its tokens, and inside the closure the variable is a reference",
    help: "call the macro before the closure and capture the result, or list the captures, `closure!([by] |x: u64| ..)`: inside the macro they are references then",
    python: "",
    acceptable: false,
    fails: r#"macro_rules! twice {
    ($value:expr) => {
        2 * $value
    };
}
let by = 3;
let _ = closure!(|x: u64| x * by + twice!(by));"#,
    passes: r#"macro_rules! twice {
    ($value:expr) => {
        2 * $value
    };
}
let by = 3;
let _ = closure!([by] |x: u64| x * by + twice!(by));"#,
};
