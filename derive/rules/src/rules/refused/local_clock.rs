//! What `LocalClock` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0077",
    slug: "local-clock",
    reporter: Reporter::Refusal("LocalClock"),
    concerns: Concerns::Every,
    summary: "`{T}` counts from a point in time that only this process knows",
    why: "the number behind it has no meaning in another process, let alone on another machine",
    help: "send a `SystemTime`, or the elapsed `Duration`",
    python: "`time.monotonic()` is a plain float, so it is sent, and is then compared with another clock",
    acceptable: false,
    fails: r#"fn late(pool: &Pool, since: Instant) -> Result<bool, Error> {
    pool.submit(closure!(|| since.elapsed() > Duration::from_secs(1)), ())?.join()
}"#,
    passes: r#"fn late(pool: &Pool, since: Instant) -> Result<bool, Error> {
    let elapsed = since.elapsed();
    pool.submit(closure!(|| elapsed > Duration::from_secs(1)), ())?.join()
}"#,
};
