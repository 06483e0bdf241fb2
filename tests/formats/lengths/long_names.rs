//! An enum whose variants and fields have names of 5,000 bytes. Hand-written, as `rename` takes no constant.

use serde::de::{EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::SerializeStructVariant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Debug, PartialEq)]
pub(super) enum LongNames {
    Unit,
    Struct(u8),
}

/// A text of 10 bytes, 500 times.
macro_rules! long {
    ($text:literal) => { long!(@ times_ten $text $text $text $text $text $text $text $text $text $text) };
    (@ times_ten $($text:literal)*) => { long!(@ times_fifty concat!($($text),*)) };
    (@ times_fifty $text:expr) => { long!(@ five concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)) };
    (@ five $text:expr) => { concat!($text, $text, $text, $text, $text) };
}

const UNIT: &str = long!("unit_name_");
const STRUCT: &str = long!("structname");
const FIELD: &str = long!("field_name");
const _: () = assert!(UNIT.len() == 5_000);

impl Serialize for LongNames {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unit => serializer.serialize_unit_variant("LongNames", 0, UNIT),
            Self::Struct(number) => {
                let mut fields = serializer.serialize_struct_variant("LongNames", 1, STRUCT, 1)?;
                fields.serialize_field(FIELD, number)?;
                fields.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for LongNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum("LongNames", &[UNIT, STRUCT], Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = LongNames;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a variant with a long name")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<LongNames, A::Error> {
        let (Name(name), content) = data.variant()?;
        if name == UNIT {
            content.unit_variant().map(|()| LongNames::Unit)
        } else {
            content.struct_variant(&[FIELD], self)
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<LongNames, A::Error> {
        let number = fields.next_element()?;
        number.map(LongNames::Struct).ok_or_else(|| A::Error::invalid_length(0, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<LongNames, A::Error> {
        let Some((Name(name), number)) = fields.next_entry()? else {
            return Err(A::Error::missing_field(FIELD));
        };
        if name == FIELD {
            Ok(LongNames::Struct(number))
        } else {
            Err(A::Error::unknown_field(name, &[FIELD]))
        }
    }
}

struct Name(&'static str);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Find;
        impl Visitor<'_> for Find {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a long name")
            }
            fn visit_u64<E: Error>(self, index: u64) -> Result<Name, E> {
                Ok(Name(if index == 0 { UNIT } else { STRUCT }))
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                let known = [UNIT, STRUCT, FIELD].into_iter().find(|known| *known == name);
                known.map(Name).ok_or_else(|| E::custom("an unknown name"))
            }
        }
        deserializer.deserialize_identifier(Find)
    }
}
