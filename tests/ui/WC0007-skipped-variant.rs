use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
enum Step {
    #[serde(skip)]
    Draft,
    Run(u32),
}

fn main() {}
