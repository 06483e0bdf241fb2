use wirecheck::Sendable;

// serde's derive would add its own errors about the same fields.
#[derive(Sendable)]
struct Job {
    outcome: Result<u64, Box<dyn std::error::Error + Send + Sync>>,
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
