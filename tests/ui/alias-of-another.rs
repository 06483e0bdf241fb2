use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Json, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
enum Side {
    #[serde(alias = "Right")]
    Left,
    Right,
}

#[derive(Sendable, Serialize, Deserialize)]
struct Size {
    #[serde(alias = "height")]
    width: u32,
    height: u32,
}

fn send<T: Sendable<Bincode> + Sendable<Json>>() {}

fn main() {
    send::<Side>();
    send::<Size>();
}
