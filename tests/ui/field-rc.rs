use std::rc::Rc;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

// serde's derive would add its own errors about the same field.
#[derive(Sendable)]
struct Job {
    name: String,
    shared: Rc<String>,
}

impl Serialize for Job {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> Deserialize<'de> for Job {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
