use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

fn is_zero(n: &u32) -> bool {
    *n == 0
}

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sizes: Vec<u32>,
    #[serde(default, skip_serializing_if = "is_zero")]
    count: u32,
}

fn main() {}
