use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
enum Step {
    #[serde(skip_deserializing)]
    Draft,
    Run(u32),
}

fn main() {}
