use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
#[sendable(accept = "untagged")]
struct Job {
    #[sendable(accept = "skip")]
    size: u32,
}

fn main() {}
