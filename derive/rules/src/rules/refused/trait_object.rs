//! What `TraitObject` refuses.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0086",
    slug: "trait-object",
    reporter: Reporter::Refusal("TraitObject"),
    concerns: Concerns::Every,
    summary: "`{T}` has forgotten which type it is; the other process could not tell what to read",
    why: "bytes are read as a type that is known when the program is built, and behind `dyn` it is known to a table of this process only",
    help: "send the concrete type, or an enum of the types that it can be",
    python: "pickle writes the name of the class and imports it on the other side, where it may be another class, or none",
    acceptable: false,
    fails: r#"fn print(pool: &Pool, it: Box<dyn std::fmt::Display + Send>) -> Result<String, Error> {
    pool.submit(closure!(|| it.to_string()), ())?.join()
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Printed {
    Number(f64),
    Text(String),
}

fn print(pool: &Pool, it: Printed) -> Result<String, Error> {
    let print = closure!(|| match &it {
        Printed::Number(number) => number.to_string(),
        Printed::Text(text) => text.clone(),
    });
    pool.submit(print, ())?.join()
}"#,
};
