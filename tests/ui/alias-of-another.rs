use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
enum Side {
    #[serde(alias = "Right")]
    Left,
    Right,
}

#[derive(Sendable, Serialize, Deserialize)]
struct Size {
    #[serde(alias = "h", alias = "width")]
    width: u32,
    #[serde(alias = "h")]
    height: u32,
}

fn main() {}
