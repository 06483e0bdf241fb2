use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

mod as_text {
    pub fn serialize<S: serde::Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
    pub fn deserialize<'de, D: serde::Deserializer<'de>>(_: D) -> Result<u32, D::Error> {
        Ok(0)
    }
}

#[derive(Sendable, Serialize, Deserialize)]
struct Job {
    #[serde(with = "as_text")]
    size: u32,
}

fn main() {}
