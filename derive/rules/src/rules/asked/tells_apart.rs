//! A format lacks `TellsApart`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0039",
    slug: "tells-apart",
    reporter: Reporter::Bound("TellsApart"),
    concerns: Concerns::Without("NamedFields"),
    summary: "`{Self}` writes structs as lists, and variants of this untagged enum look alike then",
    why: "an untagged enum is read by trying its variants in order; where the fields of a struct have no names, a struct looks like a tuple, a list, or another struct, and the value changes without any error",
    help: "send the value as `MessagePackNamed`, `Json` or another format that writes field names, or use a plain or a tagged enum",
    python: "pickle writes the class of a value, so it never guesses",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Point {
    x: u8,
    y: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Mark {
    Pair([u8; 2], bool),
    At(Point, bool),
}

fn send(pool: &Pool<MessagePack>, mark: Mark) -> Result<bool, Error> {
    pool.submit(closure!(|mark: Mark| matches!(mark, Mark::At(..))), mark)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Point {
    x: u8,
    y: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Mark {
    Pair([u8; 2], bool),
    At(Point, bool),
}

fn send(pool: &Pool<MessagePackNamed>, mark: Mark) -> Result<bool, Error> {
    pool.submit(closure!(|mark: Mark| matches!(mark, Mark::At(..))), mark)?.join()
}"#,
};
