//! What `StartedHere` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0072",
    slug: "started-here",
    reporter: Reporter::Refusal("StartedHere"),
    concerns: Concerns::Every,
    summary: "`{T}` belongs to a process started here; another process is not its parent",
    why: "only the parent can wait for a child and holds the other ends of its pipes",
    help: "send what is needed to start it (program, arguments) and start it in the task",
    python: "`TypeError: cannot pickle '_thread.lock' object` for a `subprocess.Popen`",
    acceptable: false,
    fails: r#"fn run(pool: &Pool, command: Command) -> Result<String, Error> {
    pool.submit(closure!(|| format!("{command:?}")), ())?.join()
}"#,
    passes: r#"fn run(pool: &Pool, program: String) -> Result<bool, Error> {
    pool.submit(closure!(|| Command::new(&program).status().is_ok()), ())?.join()
}"#,
};
