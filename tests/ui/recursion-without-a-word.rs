// Two types that contain each other and say nothing: rustc's own overflow, with the circle in its notes.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Dir {
    files: Vec<Entry>,
}

#[derive(Serialize, Deserialize, Sendable)]
enum Entry {
    File(String),
    Dir(Dir),
}

fn main() {}
