//! A type or a task lacks `ShortArray`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0063",
    slug: "short-array",
    reporter: Reporter::Bound("ShortArray"),
    concerns: Concerns::Every,
    summary: "`{A}` is longer than serde supports",
    why: "serde has impls for arrays of up to 32 elements and for no others",
    help: "use a `Vec`, or several shorter arrays",
    python: "",
    acceptable: false,
    fails: r#"fn sum(pool: &Pool, numbers: [u8; 64]) -> Result<u64, Error> {
    pool.submit(closure!(|numbers: [u8; 64]| numbers.iter().map(|&it| u64::from(it)).sum()), numbers)?.join()
}"#,
    passes: r#"fn sum(pool: &Pool, numbers: Vec<u8>) -> Result<u64, Error> {
    pool.submit(closure!(|numbers: Vec<u8>| numbers.iter().map(|&it| u64::from(it)).sum()), numbers)?.join()
}"#,
};
