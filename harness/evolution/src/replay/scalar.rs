//! What one call of serde reads.

use super::value::Value;
use crate::shape::Scalar;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// The impls of the types themselves know best what they take.
pub(super) fn scalar_of<'de, D: Deserializer<'de>>(
    scalar: Scalar,
    deserializer: D,
) -> Result<Value, D::Error> {
    macro_rules! int {
        ($($kind:ident $type:ty),*) => {
            match scalar {
                Scalar::Bool => bool::deserialize(deserializer).map(Value::Bool),
                $(Scalar::$kind => <$type>::deserialize(deserializer).map(|value| Value::Int(value.into())),)*
                Scalar::U128 => u128::deserialize(deserializer)
                    .map(|value| i128::try_from(value).map_or(Value::Big(value), Value::Int)),
                Scalar::F32 => f32::deserialize(deserializer).map(Value::F32),
                Scalar::F64 => f64::deserialize(deserializer).map(Value::F64),
                Scalar::Char => char::deserialize(deserializer).map(Value::Char),
                Scalar::Text => String::deserialize(deserializer).map(Value::Text),
                Scalar::Unit => <()>::deserialize(deserializer).map(|()| Value::Unit),
                Scalar::Bytes => deserializer.deserialize_byte_buf(Bytes),
            }
        };
    }
    int!(I8 i8, I16 i16, I32 i32, I64 i64, I128 i128, U8 u8, U16 u16, U32 u32, U64 u64)
}

struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("byte array")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Bytes(bytes.to_vec()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Bytes(text.as_bytes().to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        Ok(Value::Bytes(bytes))
    }
}
