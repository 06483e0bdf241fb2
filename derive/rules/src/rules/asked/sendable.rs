//! A type or a task lacks `Sendable`.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0060",
    slug: "sendable",
    kind: Kind::Bound("Sendable"),
    concerns: Concerns::Every,
    summary: "`{Self}` cannot cross a process boundary as `{F}`",
    why: "serde alone is no proof: it writes locks and shared values too, and what arrives then means something else",
    help: "for a type of yours, `#[derive(Serialize, Deserialize, Sendable)]`; for a type parameter, the bound `Sendable<..>`\nfor a type of another crate, put it in a struct of yours and vouch for the field with `#[sendable(trust)]`\na function or a boxed closure is code, not data: make it the task itself (`closure!(|x| ..)`), or send an enum and match on it; for the name of a function inside `closure!`, list the captures: `closure!([a, b] |x| ..)`",
    python: "`PicklingError: Can't pickle ...`, but only when the program runs",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize)]
struct Point(f64, f64);

#[derive(Serialize, Deserialize, Sendable)]
struct Shape {
    corners: Vec<Point>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Point(f64, f64);

#[derive(Serialize, Deserialize, Sendable)]
struct Shape {
    corners: Vec<Point>,
}"#,
};
