//! A format lacks `BufferedUnits`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0056",
    slug: "buffered-units",
    reporter: Reporter::Capability("BufferedUnits"),
    concerns: Concerns::Without("BufferedUnits"),
    summary: "`()` cannot be read back from serde's buffer as `{Self}`",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes `()` as null, and the other process fails to decode it",
    help: "leave the field out, or send the value as `Json` or `Ron`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { result: Result<(), String> },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { problem: Option<String> },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
