//! What `Seeded` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0095",
    slug: "seeded",
    reporter: Reporter::Refusal("Seeded"),
    concerns: Concerns::Every,
    summary: "`{T}` hashes with seeds of this process; another process gets other hashes",
    why: "the seeds are drawn when a process starts and cannot be written, so a hash from here matches nothing there",
    help: "leave it out and make one in the task; for hashes that both sides share, use a hasher with fixed keys",
    python: "`hash(str)` differs between interpreters too, and a hash that was kept in an object is wrong after it was sent",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
struct Index {
    hasher: std::hash::RandomState,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Index {
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    hasher: std::hash::RandomState,
}"#,
};
