use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
#[serde(tag = "kind")]
enum Expr {
    Lit { value: i64 },
    Not(Box<Term>),
}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
#[serde(tag = "term")]
enum Term {
    Zero {},
    Of(Box<Expr>),
}

fn main() {}
