//! Wire formats as types: what each can do, and, behind its feature, how it runs.

mod bincode;
mod capability;
mod codec;
#[cfg(feature = "json")]
mod finite;
mod json;
mod postcard;
mod ron;

pub use self::bincode::Bincode;
pub use self::capability::{AnyFormat, AnyMapKey, Format, NamedFields, NestedOptions, SelfDescribing};
pub use self::codec::{Codec, CodecError};
pub use self::json::Json;
pub use self::postcard::Postcard;
pub use self::ron::Ron;
