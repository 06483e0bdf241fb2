//! The comparison of the variants asks for a proof that leads back to it. The name of the constant says what to do.

use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Schema {
    Any(bool),
    Object(Object),
}

#[derive(Serialize, Deserialize, Sendable)]
struct Object {
    all_of: Vec<Schema>,
}

fn main() {}
