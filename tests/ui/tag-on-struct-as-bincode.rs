use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
#[serde(tag = "type")]
struct Row {
    id: u32,
}

fn needs_bincode<T: Sendable<Bincode>>() {}

fn main() {
    needs_bincode::<Row>();
}
