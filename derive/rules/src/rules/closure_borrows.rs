//! The result borrows.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0032",
    slug: "closure-borrows",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "the result of the closure borrows",
    why: "the result is sent to another process, and the captures or the input that it borrows from are not",
    help: "return an owned value: `.clone()`, `.to_owned()`, `String` for `&str`, `Vec<T>` for `&[T]`",
    python: "pickle copies what a name refers to",
    acceptable: false,
    fails: r#"let names = vec![String::from("a")];
let _ = closure!(|at: usize| &names[at]);"#,
    passes: r#"let names = vec![String::from("a")];
let _ = closure!(|at: usize| names[at].clone());"#,
};
