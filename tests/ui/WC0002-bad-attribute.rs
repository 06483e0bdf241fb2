use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
#[sendable(trust, accept = "WC0005")]
struct Job {
    #[sendable(trust, trust, accept = "skipp", accept = "borrowed-type")]
    size: u32,
    #[sendable(accept)]
    other: u32,
}

fn main() {}
