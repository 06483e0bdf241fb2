//! bincode in the layout of its version 1: integers, lengths and variants have a fixed width.
//!
//! Version 1.3 reads these bytes and writes the same. What it leaves unread behind a value is an error here.

use super::bincode::{Layout, STACK, decode, encode};
use super::guard::decode::{FormatLimits, StackCosts};
use super::{Bincode1, ByteSink, Codec, CodecError};
use bincode::config::{Configuration, Fixint, LittleEndian, NoLimit, legacy};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Layout for Bincode1 {
    type Config = Configuration<LittleEndian, Fixint, NoLimit>;
    const CONFIG: Self::Config = legacy();
}

impl FormatLimits for Bincode1 {
    const STACK: StackCosts = STACK;
    const CLAIMS_TEXT: bool = true;
    const PLAIN: bool = cfg!(target_endian = "little");
}

impl Codec for Bincode1 {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        encode::<Self, T>(value, out)
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        decode::<Self, T>(bytes)
    }
}
