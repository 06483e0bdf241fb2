use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[sendable(trusted)]
    size: u32,
    #[sendable(skip)]
    cache: u32,
}

fn main() {}
