use std::time::Instant;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
enum Event {
    Started(Instant),
    Stopped,
}

fn main() {}
