//! What `ChildEnd` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0096",
    slug: "child-end",
    reporter: Reporter::Refusal("ChildEnd"),
    concerns: Concerns::Every,
    summary: "`{T}` says how a process ended in the terms of this operating system, and cannot be written",
    why: "its content differs from system to system, and std neither shows nor writes all of it",
    help: "send `status.success()`, or `status.code()` (an `Option<i32>`: `None` after a signal), and `output.stdout`",
    python: "a `subprocess.CompletedProcess` is copied; its `returncode` is a plain number",
    acceptable: false,
    fails: r#"fn run(pool: &Pool, program: String) -> Result<bool, Error> {
    let run = |program: String| Command::new(program).status().expect("it can be started");
    Ok(pool.submit(run, program)?.join()?.success())
}"#,
    passes: r#"fn run(pool: &Pool, program: String) -> Result<bool, Error> {
    pool.submit(closure!(|program: String| Command::new(program).status().is_ok_and(|status| status.success())), program)?.join()
}"#,
};
