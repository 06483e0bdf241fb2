//! A type or a task lacks `MapKey`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0062",
    slug: "map-key",
    reporter: Reporter::Bound("MapKey"),
    concerns: Concerns::Without("AnyMapKey"),
    summary: "`{Self}` is not known to be a map key in `{F}`",
    why: "where keys are text, a key of another type fails to encode",
    help: "in generic code, ask for it: `K: Sendable<F> + MapKey<F>`\nnext to a hand-written `Sendable`, write `impl<F: AnyMapKey> MapKey<F> for .. {{}}`",
    python: "",
    acceptable: false,
    fails: r#"fn count<F: Format, K: Sendable<F> + Ord>(keys: Vec<K>) -> impl Sendable<F> {
    keys.into_iter().map(|key| (key, 1)).collect::<BTreeMap<K, u32>>()
}"#,
    passes: r#"fn count<F: Format, K: Sendable<F> + MapKey<F> + Ord>(keys: Vec<K>) -> impl Sendable<F> {
    keys.into_iter().map(|key| (key, 1)).collect::<BTreeMap<K, u32>>()
}"#,
};
