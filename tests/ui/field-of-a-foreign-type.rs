use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize)]
struct Foreign;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    it: Vec<Foreign>,
}

fn main() {}
