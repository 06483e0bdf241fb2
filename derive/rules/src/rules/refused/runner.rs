//! What `Runner` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0097",
    slug: "runner",
    reporter: Reporter::Refusal("Runner"),
    concerns: Concerns::Every,
    summary: "`{T}` belongs to the process that built it; its workers answer to nobody else",
    why: "the processes, threads and pipes behind it are those of this process, and a job is an answer that comes here",
    help: "build one in the task, or return the work to this process as a result; of a `Job` send the result of `.join()`",
    python: "`NotImplementedError: pool objects cannot be passed between processes or pickled`",
    acceptable: false,
    fails: r#"fn sum(pool: &Pool, inner: Pool) -> Result<u64, Error> {
    pool.submit(closure!(|n: u64| inner.map(closure!(|x: u64| x * 2), 0..n).unwrap().into_iter().sum::<u64>()), 3)?.join()
}"#,
    passes: r#"fn double(n: u64) -> Result<u64, String> {
    let inner = Pool::new().map_err(|error| error.to_string())?;
    Ok(inner.map(closure!(|x: u64| x * 2), 0..n).map_err(|error| error.to_string())?.into_iter().sum())
}

fn sum(pool: &Pool) -> Result<Result<u64, String>, Error> {
    pool.submit(double, 3)?.join()
}"#,
};
