//! What `ThreadHandle` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0073",
    slug: "thread-handle",
    reporter: Reporter::Refusal("ThreadHandle"),
    concerns: Concerns::Every,
    summary: "`{T}` names a thread of this process; there is no such thread in another one",
    why: "threads, their ids and their results exist inside one process",
    help: "join the thread here and send its result",
    python: "`TypeError: cannot pickle '_thread.lock' object` for a `threading.Thread`",
    acceptable: false,
    fails: r#"fn double(pool: &Pool, thread: thread::JoinHandle<u32>) -> Result<bool, Error> {
    pool.submit(closure!(|| thread.is_finished()), ())?.join()
}"#,
    passes: r#"fn double(pool: &Pool, thread: thread::JoinHandle<u32>) -> Result<u32, Error> {
    let result = thread.join().expect("it did not panic");
    pool.submit(closure!(|| result * 2), ())?.join()
}"#,
};
