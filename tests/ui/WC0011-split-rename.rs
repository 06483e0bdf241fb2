use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    size: u32,
    #[serde(rename(serialize = "n"))]
    name: String,
}

fn main() {}
