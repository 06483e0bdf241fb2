use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(snapshot)]
    done: u64,
}

fn main() {}
