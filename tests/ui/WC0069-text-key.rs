use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    name: String,
    #[serde(flatten)]
    sizes: BTreeMap<u32, u64>,
}

fn main() {}
