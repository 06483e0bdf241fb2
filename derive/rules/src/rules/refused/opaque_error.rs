//! What `OpaqueError` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0087",
    slug: "opaque-error",
    reporter: Reporter::Refusal("OpaqueError"),
    concerns: Concerns::Every,
    summary: "`{T}` is an error whose content cannot be written, only its text",
    why: "its fields are hidden, or its type is behind `dyn`, so the other process could not build it again",
    help: "send its text and that of its sources (`.map_err(|error| error.to_string())`), or an enum of your errors; of an `io::Error` also the `kind()`, as a case of that enum",
    python: "exceptions are pickled without `__cause__`, `__context__` and traceback, and some fail when they are loaded",
    acceptable: false,
    fails: r#"fn size(pool: &Pool, path: PathBuf) -> Result<u64, Error> {
    let size = |path: PathBuf| fs::metadata(path).map(|found| found.len());
    Ok(pool.submit(size, path)?.join()?.unwrap_or(0))
}"#,
    passes: r#"fn size(pool: &Pool, path: PathBuf) -> Result<u64, Error> {
    let size = |path: PathBuf| fs::metadata(path).map(|found| found.len()).map_err(|error| error.to_string());
    Ok(pool.submit(size, path)?.join()?.unwrap_or(0))
}"#,
};
