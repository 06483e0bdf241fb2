//! A format lacks `AnyMapKey`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0050",
    slug: "any-map-key",
    reporter: Reporter::Capability("AnyMapKey"),
    concerns: Concerns::Without("AnyMapKey"),
    summary: "`{Self}` allows only text as the keys of a map",
    why: "strings, numbers, `bool`, `char` and enums without data are turned into text and back; any other key fails to encode",
    help: "send the pairs, `Vec<(K, V)>`, or send the map as `Bincode`, `Postcard` or `Ron`",
    python: "`json.dumps` says `TypeError: keys must be str, int, float, bool or None`",
    acceptable: false,
    fails: r#"fn run(pool: &Pool<Json>, grid: BTreeMap<(u32, u32), f64>) -> Result<usize, Error> {
    pool.submit(closure!(|grid: BTreeMap<(u32, u32), f64>| grid.len()), grid)?.join()
}"#,
    passes: r#"fn run(pool: &Pool<Json>, grid: Vec<((u32, u32), f64)>) -> Result<usize, Error> {
    pool.submit(closure!(|grid: Vec<((u32, u32), f64)>| grid.len()), grid)?.join()
}"#,
};
