//! A format lacks `BufferedOneForm`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0053",
    slug: "buffered-one-form",
    reporter: Reporter::Capability("BufferedOneForm"),
    concerns: Concerns::Without("BufferedOneForm"),
    summary: "`{Self}` is binary, and serde's buffer treats it as text",
    why: "`flatten`, `untagged` and an internal `tag` read the value into a buffer first, and the buffer forgets that the format is binary: the other process fails to decode it",
    help: "send the value as `Json` or `Ron`, or remove the attribute and use a plain enum or a nested struct",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Message {
    Stop,
    Work { host: IpAddr },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Message {
    Stop,
    Work { host: IpAddr },
}

fn run(pool: &Pool<Cbor>, message: Message) -> Result<bool, Error> {
    pool.submit(closure!(|message: Message| matches!(message, Message::Stop)), message)?.join()
}"#,
};
