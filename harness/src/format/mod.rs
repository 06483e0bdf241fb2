//! Wire formats as types: what each can do, and, behind its feature, how it runs.
//!
//! Every format of this crate is a row of [one list](wirecheck_rules::formats), from which its type is made. Its codec is a file
//! here.

mod capability;
mod codec;
mod sink;
pub(crate) mod types;

#[cfg(feature = "bincode")]
mod bincode;
#[cfg(feature = "bincode1")]
mod bincode1;
#[cfg(feature = "bitcode")]
mod bitcode;
#[cfg(feature = "cbor")]
mod cbor;
#[cfg(feature = "_codec")]
#[cfg_attr(
    not(feature = "formats"),
    allow(dead_code, unused_imports, reason = "each codec needs some of the guards")
)]
mod guard;
#[cfg(feature = "json")]
mod json;
#[cfg(any(feature = "bitcode", feature = "postcard"))]
mod kept;
#[cfg(feature = "messagepack")]
mod messagepack;
#[cfg(feature = "_lists")]
mod positional;
#[cfg(feature = "postcard")]
mod postcard;
#[cfg(any(feature = "json", feature = "serde_json"))]
mod precise;
#[cfg(feature = "ron")]
mod ron;

pub use self::capability::{
    AnyFormat, AnyMapKey, AnyName, Buffered, BufferedEmptyShapes, BufferedMarkers, BufferedOneForm,
    BufferedUnits, Format, ManyVariants, NamedFields, NamedVariants, NestedOptions, Newtypes, NumberKeys,
    PositionalFields, PositionalVariants, SelfDescribing, SharesMemory, TakesTypeName, UnitStructs,
    UnitVariantEntries, WideIntegers, type_names,
};
pub use self::codec::{Codec, CodecError};
#[cfg(any(feature = "json", feature = "serde_json"))]
pub(crate) use self::precise::IS_PRECISE;
pub use self::sink::ByteSink;
#[cfg(feature = "runtime")]
pub(crate) use self::sink::sealed;
pub use self::types::*;
