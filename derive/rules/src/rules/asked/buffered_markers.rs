//! A format lacks `BufferedMarkers`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0058",
    slug: "buffered-markers",
    reporter: Reporter::Capability("BufferedMarkers"),
    concerns: Concerns::Without("BufferedMarkers"),
    summary: "a unit struct cannot be read back from serde's buffer as `{Self}`",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes a unit struct as null or as an empty list, and the other process fails to decode it",
    help: "leave the field out, send a `bool`, or send the value as `Json` or `Ron`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { mark: Mark },
}

#[derive(Serialize, Deserialize, Sendable)]
struct Mark;

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { mark: bool },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
