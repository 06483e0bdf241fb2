use std::collections::BTreeMap;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(flatten)]
    labels: BTreeMap<String, String>,
    #[serde(flatten)]
    numbers: BTreeMap<String, u32>,
    #[serde(flatten)]
    extra: Option<Extra>,
}

#[derive(Sendable, Serialize, Deserialize)]
struct Extra {
    note: Option<String>,
}

fn main() {}
