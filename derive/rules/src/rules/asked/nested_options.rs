//! A format lacks `NestedOptions`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0048",
    slug: "nested-options",
    reporter: Reporter::Capability("NestedOptions"),
    concerns: Concerns::Without("NestedOptions"),
    summary: "`{Self}` writes `Some(None)` and `None` alike",
    why: "`{Self}` writes `None` and `()` as the same null, so inside an `Option` the value changes without any error",
    help: "name the cases with an enum instead of the inner `Option`, or send as `Bincode`, `Postcard` or `Ron`\nnext to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for ..` if it is never null",
    python: "`json.dumps` has one `null` too, but there is no `None` inside a `None` to lose",
    acceptable: false,
    fails: r#"/// Change the limit, remove it, or leave it as it is.
#[derive(Serialize, Deserialize, Sendable)]
struct Patch {
    limit: Option<Option<u32>>,
}

fn run(pool: &Pool<Json>, patch: Patch) -> Result<bool, Error> {
    pool.submit(closure!(|patch: Patch| patch.limit == Some(None)), patch)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Patch {
    limit: Change,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Change {
    Keep,
    Remove,
    Set(u32),
}

fn run(pool: &Pool<Json>, patch: Patch) -> Result<bool, Error> {
    pool.submit(closure!(|patch: Patch| matches!(patch.limit, Change::Remove)), patch)?.join()
}"#,
};
