//! A type contains itself, read as another format than outside.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0111",
    slug: "is-read",
    reporter: Reporter::Bound("IsRead"),
    concerns: Concerns::Every,
    summary: "the type contains itself, and in there it is read as another format than outside",
    why: "what is proven of the type outside is not proven of it in there",
    help: "put `#[sendable(recursive)]` on the field: the type is then proven wherever it is read",
    python: "",
    acceptable: false,
    fails: r#"use wirecheck::format::Format;

/// Keeps its content as JSON, in whatever format it is written.
#[derive(Serialize, Deserialize)]
struct Vec<T>(std::vec::Vec<T>);
impl<F: Format, T: Sendable<Json>> Sendable<F> for Vec<T> {}

#[derive(Serialize, Deserialize, Sendable)]
struct Note {
    text: String,
    replies: Vec<Note>,
}"#,
    passes: r#"use wirecheck::format::Format;
use wirecheck::sendable::{Part, Parts};

/// Keeps its content as JSON, in whatever format it is written.
#[derive(Serialize, Deserialize)]
struct Vec<T>(std::vec::Vec<T>);
impl<F: Format, T: Sendable<Json>> Sendable<F> for Vec<T> {}
impl<F: Format, T> Parts<F> for Vec<T> {
    type Parts = Part<T, Json>;
}

#[derive(Serialize, Deserialize, Sendable)]
struct Note {
    text: String,
    #[sendable(recursive)]
    replies: Vec<Note>,
}"#,
};
