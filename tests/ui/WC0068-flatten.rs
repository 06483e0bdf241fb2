use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    #[serde(flatten)]
    sizes: Vec<u32>,
}

fn main() {}
