use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Clone, Serialize, Deserialize, Sendable)]
#[serde(from = "u32", into = "u32")]
struct Percent {
    value: u32,
}

impl From<u32> for Percent {
    fn from(value: u32) -> Self {
        Self { value: value.min(100) }
    }
}

impl From<Percent> for u32 {
    fn from(percent: Percent) -> Self {
        percent.value
    }
}

fn main() {}
