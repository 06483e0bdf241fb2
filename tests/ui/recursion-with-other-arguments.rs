use serde::{Deserialize, Serialize};
use wirecheck::{Json, Sendable};

#[derive(Sendable, Serialize, Deserialize)]
enum Level<T> {
    Top(T),
    // Another type than this one: that it contains itself says nothing of `Option<()>`.
    Below(Box<Level<Option<()>>>),
}

fn needs_json<T: Sendable<Json>>() {}

fn main() {
    needs_json::<Level<u8>>();
}
