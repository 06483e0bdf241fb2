//! What `Borrowed` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0083",
    slug: "borrowed",
    reporter: Reporter::Refusal("Borrowed"),
    concerns: Concerns::Every,
    summary: "a reference is borrowed from this process; the other process has nothing to borrow from",
    why: "the other process decodes the value from bytes, and nobody there owns what this refers to",
    help: "send an owned value: `.to_owned()`, `String` for `&str`, `Vec<T>` for `&[T]`",
    python: "pickle copies what a name refers to; a `memoryview` is `TypeError: cannot pickle memoryview objects`",
    acceptable: false,
    fails: r#"fn greet(pool: &Pool, greeting: &'static str) -> Result<String, Error> {
    pool.submit(closure!(|name: String| format!("{greeting}, {name}")), "Ada".to_owned())?.join()
}"#,
    passes: r#"fn greet(pool: &Pool, greeting: &'static str) -> Result<String, Error> {
    let greeting = greeting.to_owned();
    pool.submit(closure!(|name: String| format!("{greeting}, {name}")), "Ada".to_owned())?.join()
}"#,
};
