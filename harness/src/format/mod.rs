//! Wire formats as types: what each can do, and, behind its feature, how it runs.

mod bincode;
mod bitcode;
mod capability;
mod cbor;
mod codec;
#[cfg(any(
    feature = "bincode",
    feature = "bitcode",
    feature = "cbor",
    feature = "json",
    feature = "messagepack",
    feature = "postcard",
    feature = "ron"
))]
mod guard;
mod json;
mod messagepack;
#[cfg(any(feature = "bincode", feature = "postcard"))]
mod positional;
mod postcard;
mod ron;
mod sink;

pub use self::bincode::Bincode;
pub use self::bitcode::Bitcode;
pub use self::capability::{
    AnyFormat, AnyMapKey, AnyName, Buffered, BufferedEmptyShapes, BufferedMarkers, BufferedOneForm,
    BufferedUnits, Format, ManyVariants, NamedFields, NamedVariants, NestedOptions, Newtypes, NumberKeys,
    PositionalFields, PositionalVariants, SelfDescribing, SharesMemory, UnitStructs, UnitVariantEntries,
    WideIntegers,
};
pub use self::cbor::Cbor;
pub use self::codec::{Codec, CodecError};
pub use self::json::Json;
pub use self::messagepack::{MessagePack, MessagePackNamed};
pub use self::postcard::Postcard;
pub use self::ron::Ron;
pub use self::sink::ByteSink;
