use serde::{Deserialize, Serialize};
use serde_repr::{Deserialize_repr, Serialize_repr};
use wirecheck::Sendable;

#[derive(Serialize_repr, Deserialize_repr, Sendable)]
#[repr(u8)]
enum Level {
    Low = 1,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Either {
    Level(Level),
    Number(u8),
}

fn main() {}
