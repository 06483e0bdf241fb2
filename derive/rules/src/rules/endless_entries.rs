//! A type whose entries are written among its own.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0027",
    slug: "endless-entries",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a type cannot write the entries of a value of its own among its entries",
    why: "an internal `tag` and `flatten` write the entries of a value among those around it, and serde wraps the serializer for that; inside the same type it wraps without end, and rustc stops with `error[E0275]: overflow` where the value is first sent",
    help: "give the value a name of its own: `Not { of: Box<Expr> }` in place of `Not(Box<Expr>)`, or a `content = \"..\"` next to the `tag`; or remove `flatten`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Expr {
    Lit { value: i64 },
    Not(Box<Expr>),
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Expr {
    Lit { value: i64 },
    Not { of: Box<Expr> },
}"#,
};
