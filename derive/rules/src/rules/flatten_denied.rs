//! `deny_unknown_fields` refuses flattened entries.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0029",
    slug: "flatten-denied",
    reporter: Reporter::Derive,
    concerns: Concerns::Every,
    summary: "`deny_unknown_fields` refuses entries that are written next to flattened ones",
    why: "flattened entries are written among those of others, and a type with `deny_unknown_fields` fails on each that it does not know: the other process fails to decode the value, and in a flattened `Option` it becomes `None`, in every format",
    help: "remove `#[serde(deny_unknown_fields)]` from the type that denies them, or remove `flatten`, so that the value is nested under the name of the field; if it cannot happen, accept it: `#[sendable(accept(\"flatten-denied\", MessagePackNamed, Cbor, Json))]`",
    python: "",
    acceptable: true,
    fails: r#"#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
struct Rules {
    #[serde(flatten)]
    by_name: BTreeMap<String, u32>,
}"#,
    passes: r#"#[derive(Serialize, Deserialize, Sendable)]
struct Rules {
    #[serde(flatten)]
    by_name: BTreeMap<String, u32>,
}"#,
};
