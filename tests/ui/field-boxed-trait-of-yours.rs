use wirecheck::Sendable;

trait Shape: Send {}

// serde's derive would add its own errors about the same fields.
#[derive(Sendable)]
struct Job {
    shapes: Vec<Box<dyn Shape>>,
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
