use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[sendable(trustt)]
    size: u32,
    #[serde(skip)]
    cache: Vec<u8>,
    #[serde(rename(serialize = "a", deserialize = "b"))]
    name: String,
}

fn send<T: Sendable>() {}

fn main() {
    // Nothing is said here: the type has an impl, however wrong it is.
    send::<Job>();
}
