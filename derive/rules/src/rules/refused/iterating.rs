//! What `Iterating` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0084",
    slug: "iterating",
    reporter: Reporter::Refusal("Iterating"),
    concerns: Concerns::Every,
    summary: "`{T}` is an iterator, not its values; its position cannot be written",
    why: "it points into a collection of this process, or has used up part of one, and an adapter also holds a closure",
    help: "send the values (`.collect::<Vec<_>>()`), or what it is made from, and iterate in the task; a `Range` can be sent",
    python: "`TypeError: cannot pickle 'generator' object`; a list iterator is copied with its position",
    acceptable: false,
    fails: r#"fn sum(pool: &Pool, numbers: std::vec::IntoIter<u64>) -> Result<u64, Error> {
    pool.submit(closure!(|numbers: std::vec::IntoIter<u64>| numbers.sum::<u64>()), numbers)?.join()
}"#,
    passes: r#"fn sum(pool: &Pool, numbers: std::vec::IntoIter<u64>) -> Result<u64, Error> {
    pool.submit(closure!(|numbers: Vec<u64>| numbers.into_iter().sum::<u64>()), numbers.collect::<Vec<_>>())?.join()
}"#,
};
