use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Expr {
    Lit { value: i64 },
    Not(Box<Expr>),
}

#[derive(Serialize, Deserialize, Sendable)]
struct Node {
    value: u8,
    #[serde(flatten)]
    next: Option<Box<Self>>,
}

fn main() {}
