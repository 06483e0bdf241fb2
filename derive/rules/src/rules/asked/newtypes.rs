//! A format lacks `Newtypes`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0054",
    slug: "newtypes",
    reporter: Reporter::Capability("Newtypes"),
    concerns: Concerns::Without("Newtypes"),
    summary: "a newtype cannot be read back from serde's buffer as `{Self}`",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes a newtype in parentheses, and the other process fails to decode it",
    help: "put `#[serde(transparent)]` on the newtype, name its field, or send the value as `Json`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { id: Id },
}

#[derive(Serialize, Deserialize, Sendable)]
struct Id(u64);

fn run(pool: &Pool<Ron>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { id: Id },
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(transparent)]
struct Id(u64);

fn run(pool: &Pool<Ron>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
