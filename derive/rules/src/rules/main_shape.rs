//! `#[wirecheck::main]` belongs on an ordinary `fn main`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0021",
    slug: "main-shape",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "`#[wirecheck::main]` belongs on an ordinary `fn main`",
    why: "a worker is the same program, started again: it has to reach `wirecheck::init()` before anything else runs, including an async runtime",
    help: "put it on `fn main()`; with an async runtime, start the runtime inside: `wirecheck::init();` first, then `runtime.block_on(..)`",
    python: "`if __name__ == \"__main__\":` is needed for the same reason; without it each process starts more processes",
    acceptable: false,
    fails: r#"#[wirecheck::main]
async fn main() {}"#,
    passes: r#"#[wirecheck::main]
fn main() {}"#,
};
