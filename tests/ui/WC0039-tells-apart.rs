use serde::{Deserialize, Serialize};
use wirecheck::{Json, MessagePack, MessagePackNamed, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
struct Point {
    x: u8,
    y: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Mark {
    Pair([u8; 2], bool),
    At(Point, bool),
}

fn send<T: Sendable<MessagePack>>() {}
fn send_with_names<T: Sendable<MessagePackNamed> + Sendable<Json>>() {}

fn main() {
    send_with_names::<Mark>();
    send::<Mark>();
}
