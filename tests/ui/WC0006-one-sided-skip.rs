use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(skip_serializing, default)]
    cache: Vec<u8>,
    #[serde(skip_deserializing)]
    size: u32,
}

fn main() {}
