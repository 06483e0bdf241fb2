//! More than 16 variables are captured.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0020",
    slug: "too-many-captures",
    kind: Kind::Closure,
    concerns: Concerns::Every,
    summary: "more than 16 variables are captured",
    why: "the captured variables are sent as one tuple, and serde goes up to 16",
    help: "put them into a struct that derives `Sendable` and capture that",
    python: "",
    acceptable: false,
    fails: r#"closure!([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] |x: u32| x)"#,
    passes: r#"closure!([settings] |x: u32| x)"#,
};
