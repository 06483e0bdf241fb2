//! What `Awaiting` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0085",
    slug: "awaiting",
    reporter: Reporter::Refusal("Awaiting"),
    concerns: Concerns::Every,
    summary: "`{T}` is an unfinished computation; another process cannot take it over",
    why: "it holds code, pointers into itself and a waker, all of which are valid in this process only",
    help: "await it here and send the result, or send what it is made from and make it in the task",
    python: "`TypeError: cannot pickle 'coroutine' object`",
    acceptable: false,
    fails: r#"type Answer = std::pin::Pin<Box<dyn Future<Output = u32> + Send>>;

#[derive(Sendable)]
struct Request {
    answer: Answer,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Request {
    answer: u32,
}

async fn request(answer: impl Future<Output = u32>) -> Request {
    Request { answer: answer.await }
}"#,
};
