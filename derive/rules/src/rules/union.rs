//! A union does not say which of its fields is valid.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0004",
    slug: "union",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a union does not say which of its fields is valid",
    why: "nothing in the value says which bytes have a meaning",
    help: "use an enum",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
union Bits {
    float: f32,
    int: u32,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Bits {
    Float(f32),
    Int(u32),
}"#,
};
