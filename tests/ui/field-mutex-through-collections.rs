use std::collections::HashMap;
use std::sync::Mutex;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    cells: HashMap<String, Vec<Option<Mutex<u32>>>>,
}

fn main() {}
