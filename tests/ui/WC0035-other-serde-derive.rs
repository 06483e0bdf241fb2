use serde_repr::{Deserialize_repr, Serialize_repr};
use wirecheck::Sendable;

#[derive(Sendable)]
#[derive(Serialize_repr, Deserialize_repr)]
#[repr(u8)]
enum Level {
    Low = 1,
}

#[derive(Sendable)]
#[derive(Serialize_repr, Deserialize_repr)]
#[sendable(shape = "u8")]
#[repr(u8)]
enum Declared {
    Low = 1,
}

fn main() {}
