use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    size: u32,
    #[serde(skip)]
    cache: Vec<u8>,
}

fn main() {}
