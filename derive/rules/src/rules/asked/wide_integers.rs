//! A format lacks `WideIntegers`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0052",
    slug: "wide-integers",
    reporter: Reporter::Capability("WideIntegers"),
    concerns: Concerns::Without("WideIntegers"),
    summary: "a 128-bit integer cannot be read back from serde's buffer",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first, and the buffer holds integers of up to 64 bits: the other process fails to decode it",
    help: "send it as two `u64` or as text, or remove the attribute and use a plain enum or a nested struct",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { total: u128 },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Message {
    Stop,
    Work { total: u128 },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
