use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
#[serde(untagged)]
enum Id {
    Number(u64),
    Name(String),
}

#[derive(Sendable, Serialize, Deserialize)]
enum Mixed {
    Known,
    #[serde(untagged)]
    Other(String),
}

fn main() {}
