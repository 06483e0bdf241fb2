use wirecheck::Sendable;

// serde's derive would add its own errors about the same field.
#[derive(Sendable)]
struct Page {
    title: std::sync::OnceLock<String>,
}

impl serde::Serialize for Page {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> serde::Deserialize<'de> for Page {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
