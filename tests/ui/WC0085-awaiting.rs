use wirecheck::Sendable;

type Answer = std::pin::Pin<Box<dyn Future<Output = u32> + Send>>;

// serde's derive would add its own errors about the same field.
#[derive(Sendable)]
struct Request {
    answer: Answer,
}

impl serde::Serialize for Request {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> serde::Deserialize<'de> for Request {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
