use wirecheck::Sendable;

// serde's derive would add its own errors about the same field.
#[derive(Sendable)]
struct Message {
    kind: std::any::TypeId,
}

impl serde::Serialize for Message {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> serde::Deserialize<'de> for Message {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
