//! `self` is captured as a whole.

use crate::{Concerns, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0019",
    slug: "closure-self",
    kind: Kind::Closure,
    concerns: Concerns::Every,
    summary: "`self` is captured as a whole",
    why: "the closure would send the whole object to use a part of it",
    help: "bind what is needed first: `let by = self.by;`, or the object under another name: `let this = self.clone();`",
    python: "a bound method pickles its whole object, often to a surprise",
    acceptable: false,
    fails: r#"closure!(|x: f64| x * self.by)"#,
    passes: r#"{
    let by = self.by;
    closure!(|x: f64| x * by)
}"#,
};
