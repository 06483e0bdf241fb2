//! What `SharedOwnership` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0081",
    slug: "shared-ownership",
    reporter: Reporter::Refusal("SharedOwnership"),
    concerns: Concerns::Every,
    summary: "`{T}` is shared inside one process; a copy in another one is not the same object",
    why: "the other process would get its own value: writes there are not seen here, and two that were one arrive as two (serde's feature `rc` makes exactly such copies)",
    help: "send the value it holds (`(*it).clone()`) and share it again on the other side; for a field, keep the owned value or a `Box`",
    python: "pickle copies the object without an error, and later writes go to the copy",
    acceptable: false,
    fails: r#"fn total(pool: &Pool, sizes: Arc<Vec<u64>>) -> Result<u64, Error> {
    pool.submit(closure!(|| sizes.iter().sum::<u64>()), ())?.join()
}"#,
    passes: r#"fn total(pool: &Pool, sizes: Arc<Vec<u64>>) -> Result<u64, Error> {
    let sizes = (*sizes).clone();
    pool.submit(closure!(|| sizes.iter().sum::<u64>()), ())?.join()
}"#,
};
