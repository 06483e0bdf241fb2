use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Clone, Sendable, Serialize, Deserialize)]
#[serde(into = "u32")]
struct Meters(u32);

impl From<Meters> for u32 {
    fn from(meters: Meters) -> u32 {
        meters.0
    }
}

fn main() {}
