//! More than 16 variables are captured.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0020",
    slug: "too-many-captures",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "more than 16 variables are captured",
    why: "the captured variables are sent as one tuple, and serde supports tuples of up to 16",
    help: "put them into a struct that derives `Sendable` and capture that",
    python: "",
    acceptable: false,
    fails: r#"let (a, b, c, d, e, f, g, h, i) = (1, 2, 3, 4, 5, 6, 7, 8, 9);
let (j, k, l, m, n, o, p, q) = (10, 11, 12, 13, 14, 15, 16, 17);
let sum = closure!(|x: u32| x + a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q);"#,
    passes: r#"let terms: [u32; 17] = std::array::from_fn(|at| at as u32);
let terms = terms.to_vec();
let sum = closure!(|x: u32| x + terms.iter().sum::<u32>());"#,
};
