//! What `PlaceInProgram` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0093",
    slug: "place-in-program",
    reporter: Reporter::Refusal("PlaceInProgram"),
    concerns: Concerns::Every,
    summary: "`{T}` points into this program as it runs; elsewhere only its text means something",
    why: "it is made of addresses and borrowed text of this process",
    help: "send the rendered text (`.to_string()`); of a `Location` also `.line()` and `.column()`",
    python: "`TypeError: cannot pickle 'frame' object`, `TypeError: cannot pickle 'traceback' object`",
    acceptable: false,
    fails: r#"#[derive(Sendable)]
struct Report {
    raised_at: std::backtrace::Backtrace,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Report {
    raised_at: String,
}

fn report() -> Report {
    Report { raised_at: std::backtrace::Backtrace::force_capture().to_string() }
}"#,
};
