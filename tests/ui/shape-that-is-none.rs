use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(shape = "a number")]
struct Words(u8);

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(shape = "std::fs::File")]
struct File(u8);

#[derive(Serialize, Deserialize, Sendable)]
struct Field {
    #[sendable(shape = "u8")]
    size: u8,
}

fn main() {}
