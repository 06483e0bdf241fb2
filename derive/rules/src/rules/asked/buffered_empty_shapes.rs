//! A format lacks `BufferedEmptyShapes`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0055",
    slug: "buffered-empty-shapes",
    reporter: Reporter::Capability("BufferedEmptyShapes"),
    concerns: Concerns::Without("BufferedEmptyShapes"),
    summary: "a shape without content cannot be read back from serde's buffer as `{Self}`",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first; this format writes every empty shape as `()`, and the other process fails to decode it",
    help: "use a unit struct or `()`, or send the value as `Json`",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { mark: Mark },
}

#[derive(Serialize, Deserialize, Sendable)]
struct Mark {}

fn run(pool: &Pool<Ron>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { mark: Mark },
}

#[derive(Serialize, Deserialize, Sendable)]
struct Mark;

fn run(pool: &Pool<Ron>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
