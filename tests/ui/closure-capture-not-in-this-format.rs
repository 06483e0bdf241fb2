use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wirecheck::{Pool, Sendable, closure};

#[derive(Default, Sendable, Serialize, Deserialize)]
struct Config {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

fn main() {
    let config = Config::default();
    let _ = Pool::new().unwrap().map(closure!(|n: usize| config.name.len() + n), [1]);
}
