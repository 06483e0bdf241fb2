use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use wirecheck::Sendable;

// serde's derive would add its own errors about the same fields.
#[derive(Sendable)]
struct Job {
    counter: &'static AtomicU64,
    names: &'static Mutex<Vec<String>>,
}

impl serde::Serialize for Job {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> serde::Deserialize<'de> for Job {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
