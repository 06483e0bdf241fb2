//! What `RawPointer` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0080",
    slug: "raw-pointer",
    reporter: Reporter::Refusal("RawPointer"),
    concerns: Concerns::Every,
    summary: "`{T}` is an address in this process; in another process it points at something else",
    why: "every process has its own memory, so the pointer would be wild on the other side",
    help: "send the value it points at, or an index into data that both sides have",
    python: "`ValueError: ctypes objects containing pointers cannot be pickled`",
    acceptable: false,
    fails: r#"fn is_null(pool: &Pool, address: *const u8) -> Result<bool, Error> {
    pool.submit(closure!(|address: *const u8| address.is_null()), address)?.join()
}"#,
    passes: r#"fn is_zero(pool: &Pool, value: u8) -> Result<bool, Error> {
    pool.submit(closure!(|value: u8| value == 0), value)?.join()
}"#,
};
