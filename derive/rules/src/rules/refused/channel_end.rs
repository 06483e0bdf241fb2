//! What `ChannelEnd` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0074",
    slug: "channel-end",
    reporter: Reporter::Refusal("ChannelEnd"),
    concerns: Concerns::Every,
    summary: "`{T}` is one end of a channel inside this process; another process cannot reach the other end",
    why: "both ends share memory of this process",
    help: "send the items as the input of a task and take its results as they come back",
    python: "`TypeError: cannot pickle '_thread.lock' object` for a `queue.Queue`",
    acceptable: false,
    fails: r#"fn squares(pool: &Pool, out: mpsc::Sender<u64>) -> Result<(), Error> {
    pool.map(closure!(|x: u64| drop(out.send(x * x))), 0..10)?;
    Ok(())
}"#,
    passes: r#"fn squares(pool: &Pool, out: mpsc::Sender<u64>) -> Result<(), Error> {
    for square in pool.map(closure!(|x: u64| x * x), 0..10)? {
        drop(out.send(square));
    }
    Ok(())
}"#,
};
