//! A type or a task lacks `Sendable`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0060",
    slug: "sendable",
    reporter: Reporter::Bound("Sendable"),
    concerns: Concerns::Every,
    summary: "`{Self}` cannot cross a process boundary as `{F}`",
    why: "serde alone is no proof: it also writes locks and shared values, and their copies mean something else",
    help: "for a type of yours, `#[derive(Serialize, Deserialize, Sendable)]`, and `#[sendable(shape = \"..\")]` if you wrote its serde impls; for a type parameter, the bound `Sendable<..>`\nfor a type of another crate, wirecheck's feature of that name; without one, a field of yours with `#[sendable(trust(..))]` and the formats in which you tried it, and with `#[serde(with = \"..\")]` where it has no serde impls\nfor `dyn Trait`, an enum of the types that it can be; for `impl Iterator` or `impl Future`, its values or its result\nfor a function or a closure, make it the task itself (`closure!(|x| ..)`); for the name of a function inside `closure!`, list the captures: `closure!([a, b] |x| ..)`",
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
