//! What `OpenFile` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0070",
    slug: "open-file",
    reporter: Reporter::Refusal("OpenFile"),
    concerns: Concerns::Every,
    summary: "`{T}` is an open file of this process; in another process the same number is another file, or none",
    why: "a descriptor, its position and what is still buffered belong to this process",
    help: "send the path (`PathBuf`) and open it in the task, or read it here and send the bytes",
    python: "`TypeError: cannot pickle '_io.TextIOWrapper' object`",
    acceptable: false,
    fails: r#"fn count(pool: &Pool, file: File) -> Result<usize, Error> {
    pool.submit(closure!(|| io::read_to_string(&file).unwrap_or_default().len()), ())?.join()
}"#,
    passes: r#"fn count(pool: &Pool, path: PathBuf) -> Result<usize, Error> {
    pool.submit(closure!(|| fs::read_to_string(&path).unwrap_or_default().len()), ())?.join()
}"#,
};
