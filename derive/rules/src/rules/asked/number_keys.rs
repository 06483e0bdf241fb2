//! A format lacks `NumberKeys`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0051",
    slug: "number-keys",
    reporter: Reporter::Capability("NumberKeys"),
    concerns: Concerns::Without("NumberKeys"),
    summary: "the keys of this map cannot be read back from serde's buffer as `{Self}`",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes keys as text, and the buffer does not turn text back into a number: the other process fails to decode it",
    help: "use text as keys, send the pairs (`Vec<(K, V)>`), or send the value as `Ron`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { sizes: BTreeMap<u32, u64> },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { sizes: Vec<(u32, u64)> },
}

fn run(pool: &Pool<Json>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
