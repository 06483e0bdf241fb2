//! A skipped variant shifts the numbers of the others.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0007",
    slug: "skipped-variant",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "a variant is written but not read",
    why: "formats that write names fail on it in the other process; formats that write numbers read it, and every later variant, as another one, often without any error",
    help: "remove the attribute, or keep the variant out of the enum that is sent; if it is never sent, accept it: `#[sendable(accept(\"skipped-variant\", MessagePack, MessagePackNamed, Cbor, Json, Ron))]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip_deserializing)]
    Draft,
    Run(u32),
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    Run(u32),
}"#,
};
