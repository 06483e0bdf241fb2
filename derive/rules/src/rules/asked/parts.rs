//! A type inside one that is marked `recursive` lacks `Parts`.

use crate::{Concerns, Reporter, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    code: "WC0110",
    slug: "parts",
    reporter: Reporter::Bound("Parts"),
    concerns: Concerns::Every,
    summary: "nothing says what `{Self}` is made of, and a type that is marked `recursive` contains it",
    why: "types that contain each other are proven by all that they are made of, and a hand-written `Sendable` does not tell",
    help: "derive `Sendable` for it; next to a hand-written `Sendable`, write `impl<F: Format> Parts<F> for ..` with `type Parts = Whole<Self, F>;`; in generic code, ask for the whole: `Tree<T>: Sendable<F>`",
    python: "",
    acceptable: false,
    fails: r#"use wirecheck::format::Format;

#[derive(Serialize, Deserialize)]
struct Version(u32);
impl<F: Format> Sendable<F> for Version {}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
struct Package {
    version: Version,
    needs: Vec<Need>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Need {
    package: Package,
}"#,
    passes: r#"use wirecheck::format::Format;
use wirecheck::sendable::{Parts, Whole};

#[derive(Serialize, Deserialize)]
struct Version(u32);
impl<F: Format> Sendable<F> for Version {}
impl<F: Format> Parts<F> for Version {
    type Parts = Whole<Self, F>;
}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
struct Package {
    version: Version,
    needs: Vec<Need>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Need {
    package: Package,
}"#,
};
