use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind", content = "start")]
enum Unit {
    Second,
}

#[derive(Serialize, Deserialize, Sendable)]
struct From {
    start: u32,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Times {
    #[serde(flatten)]
    unit: Unit,
    #[serde(flatten)]
    from: From,
}

fn main() {}
