use serde::{Deserialize, Serialize};
use wirecheck::{Json, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
struct Patch {
    name: Option<Option<u8>>,
}

fn needs_json<T: Sendable<Json>>() {}

fn main() {
    needs_json::<Option<Option<u8>>>();
    needs_json::<Patch>();
}
