use std::collections::BTreeMap;
use serde::{Deserialize, Serialize};
use wirecheck::{Bincode, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
struct Config {
    name: String,
    #[serde(flatten)]
    extra: BTreeMap<String, String>,
}

fn needs_bincode<T: Sendable<Bincode>>() {}

fn main() {
    needs_bincode::<Config>();
    needs_bincode::<Vec<Option<Config>>>();
}
