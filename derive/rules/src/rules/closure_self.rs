//! `self` is captured as a whole.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0019",
    slug: "closure-self",
    reporter: Reporter::Closure,
    concerns: Concerns::Every,
    summary: "`self` is captured as a whole",
    why: "the closure would send the whole object to use a part of it",
    help: "bind what you need first: `let by = self.by;`, or the whole object under another name: `let this = self.clone();`",
    python: "a bound method pickles its whole object, which often surprises",
    acceptable: false,
    fails: r#"struct Scale {
    by: f64,
}

impl Scale {
    fn apply(&self, pool: &Pool) -> Result<Vec<f64>, Error> {
        pool.map(closure!(|x: f64| x * self.by), [1.0, 2.0])
    }
}"#,
    passes: r#"struct Scale {
    by: f64,
}

impl Scale {
    fn apply(&self, pool: &Pool) -> Result<Vec<f64>, Error> {
        let by = self.by;
        pool.map(closure!(|x: f64| x * by), [1.0, 2.0])
    }
}"#,
};
