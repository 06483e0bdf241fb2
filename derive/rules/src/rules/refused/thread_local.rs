//! What `ThreadLocal` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0088",
    slug: "thread-local",
    reporter: Reporter::Refusal("ThreadLocal"),
    concerns: Concerns::Every,
    summary: "`{T}` names a thread local; every thread of the other process has a value of its own there",
    why: "the key leads to the value of the thread that asks, so the task would find another value under it",
    help: "send the value (`KEY.get()`, `KEY.with(Clone::clone)`); a task that wants a value of its own process names the static itself instead of a variable",
    python: "`TypeError: cannot pickle '_thread._local' object`",
    acceptable: false,
    fails: r#"fn deeper(pool: &Pool, depth: &'static thread::LocalKey<std::cell::Cell<u32>>) -> Result<u32, Error> {
    pool.submit(closure!(|| depth.get() + 1), ())?.join()
}"#,
    passes: r#"fn deeper(pool: &Pool, depth: &'static thread::LocalKey<std::cell::Cell<u32>>) -> Result<u32, Error> {
    let depth = depth.get();
    pool.submit(closure!(|| depth + 1), ())?.join()
}"#,
};
