//! What `HeldLock` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0076",
    slug: "held-lock",
    reporter: Reporter::Refusal("HeldLock"),
    concerns: Concerns::Every,
    summary: "`{T}` is a lock held by this thread; another process cannot hold it",
    why: "the guard keeps the others out until this thread drops it; a copy elsewhere would guard nothing",
    help: "copy the value out and drop the guard first: `let value = (*guard).clone(); drop(guard);`",
    python: "`TypeError: cannot pickle '_thread.lock' object`",
    acceptable: false,
    fails: r#"static LIMIT: Mutex<u32> = Mutex::new(3);

fn scaled(pool: &Pool) -> Result<u32, Error> {
    let limit = LIMIT.lock().unwrap();
    pool.submit(closure!(|| *limit * 2), ())?.join()
}"#,
    passes: r#"static LIMIT: Mutex<u32> = Mutex::new(3);

fn scaled(pool: &Pool) -> Result<u32, Error> {
    let limit = *LIMIT.lock().unwrap();
    pool.submit(closure!(|| limit * 2), ())?.join()
}"#,
};
