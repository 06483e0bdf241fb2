//! A type or a task lacks `NotNull`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0061",
    slug: "not-null",
    reporter: Reporter::Bound("NotNull"),
    concerns: Concerns::Without("NestedOptions"),
    summary: "`{Self}` is not known to survive inside an `Option` as `{F}`",
    why: "`Some` of a value that is written as null comes back as `None`",
    help: "in generic code, ask for it: `T: Sendable<F> + NotNull<F>`, or for all of it: `Option<T>: Sendable<F>`\nnext to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for ..` if it is never null",
    python: "",
    acceptable: false,
    fails: r#"fn first<F: Format, T: Sendable<F>>(items: Vec<T>) -> impl Sendable<F> {
    items.into_iter().next()
}"#,
    passes: r#"fn first<F: Format, T>(items: Vec<T>) -> impl Sendable<F>
where
    Option<T>: Sendable<F>,
{
    items.into_iter().next()
}"#,
};
