use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use wirecheck::{Json, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
struct Grid {
    cells: HashMap<(u8, u8), u8>,
}

fn needs_json<T: Sendable<Json>>() {}

fn main() {
    needs_json::<HashMap<(u8, u8), u8>>();
    needs_json::<Grid>();
}
