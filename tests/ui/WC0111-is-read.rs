// WC0111: a container that keeps its content as JSON, with the name of one of std.

use serde::{Deserialize, Serialize};
use wirecheck::format::Format;
use wirecheck::{Json, Sendable};

#[derive(Serialize, Deserialize)]
struct Vec<T>(std::vec::Vec<T>);
impl<F: Format, T: Sendable<Json>> Sendable<F> for Vec<T> {}

#[derive(Serialize, Deserialize, Sendable)]
struct Note {
    text: String,
    replies: Vec<Note>,
}

fn main() {}
