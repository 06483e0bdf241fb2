use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Id {
    Name(String),
    Path(PathBuf),
}

fn main() {}
