use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Step {
    Run(Command),
}

#[derive(Serialize, Deserialize, Sendable)]
struct Command {
    kind: String,
}

fn main() {}
