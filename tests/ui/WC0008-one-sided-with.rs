use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

fn as_text<S: serde::Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(serialize_with = "as_text")]
    size: u32,
}

fn main() {}
