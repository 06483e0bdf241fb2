//! A type with a lifetime borrows from this process.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0003",
    slug: "borrowed-type",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a type with a lifetime borrows from this process",
    why: "the other process decodes the value from bytes and has nothing to borrow from",
    help: "make the fields owned: `String` for `&'a str`, `Vec<T>` for `&'a [T]`, `Cow<'static, str>` for `Cow<'a, str>`",
    python: "a `memoryview` fails the same way: `TypeError: cannot pickle memoryview objects`",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Line<'a> {
    text: &'a str,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Line {
    text: String,
}"#,
};
