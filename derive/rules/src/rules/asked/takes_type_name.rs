//! A format lacks `TakesTypeName` for a name.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0038",
    slug: "takes-type-name",
    reporter: Reporter::Bound("TakesTypeName"),
    concerns: Concerns::Every,
    summary: "`{Self}` keeps the name of this type for a type of its own",
    why: "the crate of `{Self}` knows some of its own types by their names, and writes or reads a type of such a name in \
          another way: nothing can be encoded, or it cannot be decoded",
    help: "take another name: remove the `rename`, or write another one",
    python: "",
    acceptable: false,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "_ExtStruct")]
struct Meters(f64);

fn run(pool: &Pool<MessagePack>, meters: Meters) -> Result<f64, Error> {
    pool.submit(closure!(|meters: Meters| meters.0 * 2.0), meters)?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "meters")]
struct Meters(f64);

fn run(pool: &Pool<MessagePack>, meters: Meters) -> Result<f64, Error> {
    pool.submit(closure!(|meters: Meters| meters.0 * 2.0), meters)?.join()
}"#,
};
