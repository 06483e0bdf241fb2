//! A capture is used inside a macro that cannot be read.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0031",
    slug: "closure-hidden",
    kind: Kind::Closure,
    concerns: Concerns::Every,
    summary: "a captured variable is used inside a macro that `closure!` cannot look into",
    why: "what that macro makes of its tokens is not known here, and inside the closure the variable is a reference",
    help: "bind the macro's result outside, or list the captures, `closure!([by] |x: u64| ..)`; in such a macro they are then references",
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
