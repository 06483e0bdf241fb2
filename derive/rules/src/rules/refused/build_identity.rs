//! What `BuildIdentity` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0094",
    slug: "build-identity",
    reporter: Reporter::Refusal("BuildIdentity"),
    concerns: Concerns::Every,
    summary: "`{T}` is a number that the compiler gave to a type or a variant; another build gives another one",
    why: "it cannot be written, and a program that was built elsewhere would take it for another type, or for none",
    help: "name the case: an enum, or a string that you choose",
    python: "a class is pickled as its name, and is looked up under it on the other side",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
struct Message {
    kind: std::any::TypeId,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Kind {
    Number,
    Text,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Message {
    kind: Kind,
}"#,
};
