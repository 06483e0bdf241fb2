use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Line<'a> {
    text: &'a str,
}

fn main() {}
