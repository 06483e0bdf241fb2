use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Wrapper<T>(T);

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Expr {
    Lit { value: i64 },
    Not(Wrapper<Box<Expr>>),
}

fn main() {}
