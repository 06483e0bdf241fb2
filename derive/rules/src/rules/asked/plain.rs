//! A type lacks `Plain`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0098",
    slug: "plain",
    reporter: Reporter::Bound("Plain"),
    concerns: Concerns::Every,
    summary: "`{Self}` is more than its own bytes, so it cannot be in memory that several processes read",
    why: "all processes see the same memory of a `Shared`; a pointer in it would be valid in one of them only, and not every byte is a valid `bool`, `char` or enum",
    help: "share numbers, arrays of numbers, or a `#[repr(C)]` struct of these that derives `Clone, Copy, bytemuck::Pod, bytemuck::Zeroable`\nshare text as its bytes, `Shared<[u8]>`, a `bool` as a `u8`; or send a copy: a captured `Vec` goes to each worker once",
    python: "a `multiprocessing.Array` takes ctypes and no objects",
    acceptable: false,
    fails: r#"fn run(pool: &Pool, names: Vec<String>) -> Result<Vec<usize>, Error> {
    let names = Shared::copy_of(&names)?;
    pool.map(closure!(|at: usize| names[at].len()), 0..2)
}"#,
    passes: r#"fn run(pool: &Pool, sizes: Vec<u64>) -> Result<Vec<u64>, Error> {
    let sizes = Shared::copy_of(&sizes)?;
    pool.map(closure!(|at: usize| sizes[at] * 2), 0..2)
}"#,
};
