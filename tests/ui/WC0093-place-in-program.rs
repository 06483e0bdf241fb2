use wirecheck::Sendable;

// serde's derive would add its own errors about the same field.
#[derive(Sendable)]
struct Report {
    raised_at: std::backtrace::Backtrace,
}

impl serde::Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        std::process::abort()
    }
}
impl<'de> serde::Deserialize<'de> for Report {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::process::abort()
    }
}

fn main() {}
