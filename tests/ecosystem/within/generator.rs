//! Makes values of any type: a deserializer that reads from nothing but a seed.
//!
//! A type says what it reads (a struct with these fields, an enum of these variants), and gets that. One that reads whatever
//! there is (`untagged`, `flatten`) gets something at random, and its errors tell which names it misses.

use super::tree::Failed;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

/// Texts that parse as something.
const TEXTS: &[&str] = &[
    "", "a", "snow ☃ and \"quotes\"\n", "1", "-7", "1.2.3", "^1.0", "true", "null",
    "https://example.org/path?query=1#part", "file:///tmp/a", "mailto:a@example.org", "2024-02-29", "2024-02-29T12:30:00Z",
    "2024-02-29T12:30:00.123456789+02:00", "12:30:00", "P1DT2H", "127.0.0.1", "::1", "127.0.0.1:80", "src/lib.rs",
    "MIT OR Apache-2.0", "x86_64-unknown-linux-gnu", "67e55044-10b1-426f-9247-bb680e5fe0c8", "#ff8800", "en-US", "text/plain",
    "0", "10", "4294967296", "1e400", "2.0", "YWJj", "application/json; charset=utf-8", "name = \"a\"", "path+file:///a#b@1.0.0",
];

pub(crate) struct Generator {
    state: u64,
    depth: usize,
    budget: usize,
    is_sparse: bool,
    is_readable: bool,
    /// Names that errors asked for.
    keys: Vec<String>,
    texts: Vec<String>,
}

impl Generator {
    pub(crate) fn new() -> Self {
        Generator {
            state: 0,
            depth: 0,
            budget: 0,
            is_sparse: false,
            is_readable: true,
            keys: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// Begins with another seed.
    pub(crate) fn restart(&mut self, seed: u64) {
        self.state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
        self.depth = 0;
        self.budget = if seed % 3 == 0 { 40 } else { 250 };
        self.is_sparse = seed % 4 == 1;
        self.is_readable = seed % 8 != 5;
    }

    pub(crate) fn deserializer(&mut self) -> Reader<'_> {
        Reader(self)
    }

    /// Takes names from an error: in backquotes, the missing or the possible ones.
    pub(crate) fn learn(&mut self, error: &str) {
        let names = error.split('`').skip(1).step_by(2).map(|name| name.to_string());
        let is_missing = error.starts_with("missing field");
        let list = if is_missing { &mut self.keys } else { &mut self.texts };
        for name in names {
            if list.len() < 64 && !list.contains(&name) {
                list.push(name);
            }
        }
    }

    fn next(&mut self) -> u64 {
        // splitmix64
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Half of them at the borders.
    fn bits(&mut self) -> u128 {
        match self.below(6) {
            0 => 0,
            1 => 1,
            2 => u128::MAX,
            3 => u128::MAX >> 1,
            4 => self.below(100) as u128,
            _ => (u128::from(self.next()) << 64) | u128::from(self.next()),
        }
    }

    fn float(&mut self) -> f64 {
        const FLOATS: [f64; 9] = [0.0, -0.0, 1.5, -1e-7, 1e300, f64::MAX, f64::MIN_POSITIVE, 0.1, 16_777_217.0];
        FLOATS[self.below(FLOATS.len())]
    }

    fn text(&mut self) -> String {
        if !self.texts.is_empty() && self.chance(50) {
            let at = self.below(self.texts.len());
            return self.texts[at].clone();
        }
        TEXTS[self.below(TEXTS.len())].to_string()
    }

    fn len(&mut self) -> usize {
        if self.budget == 0 || self.depth > 24 { 0 } else { self.below(4) }
    }

    /// Goes one level down.
    fn enter(&mut self) -> Result<(), Failed> {
        self.budget = self.budget.saturating_sub(1);
        self.depth += 1;
        if self.depth > 60 {
            return Err(de::Error::custom("too deep"));
        }
        Ok(())
    }
}

pub(crate) struct Reader<'a>(&'a mut Generator);

/// A level: its elements, entries or fields.
struct Level<'a> {
    generator: &'a mut Generator,
    left: usize,
    names: Option<&'static [&'static str]>,
    keys: Option<Vec<String>>,
}

macro_rules! numbers {
    ($($method:ident $visit:ident $ty:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            let bits = self.0.bits();
            visitor.$visit(bits as $ty)
        }
    )*};
}

impl<'de, 'a> Deserializer<'de> for Reader<'a> {
    type Error = Failed;

    fn is_human_readable(&self) -> bool {
        self.0.is_readable
    }

    numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let is_deep = self.0.budget == 0 || self.0.depth > 12;
        match self.0.below(if is_deep { 7 } else { 13 }) {
            0 => visitor.visit_bool(self.0.chance(50)),
            1 => visitor.visit_u64(self.0.below(1000) as u64),
            2 => visitor.visit_i64(-(self.0.below(1000) as i64)),
            3 => visitor.visit_f64(self.0.float()),
            4 => visitor.visit_unit(),
            5 | 6 | 7 => visitor.visit_string(self.0.text()),
            8 | 9 => self.deserialize_seq(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_bool(self.0.chance(50))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let float = self.0.float() as f32;
        visitor.visit_f32(if float.is_finite() { float } else { 2.5 })
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_f64(self.0.float())
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        const CHARS: [char; 6] = ['a', '0', '"', '\0', '☃', '𝄞'];
        visitor.visit_char(CHARS[self.0.below(CHARS.len())])
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_string(self.0.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_string(self.0.text())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let len = self.0.below(20);
        visitor.visit_byte_buf((0..len).map(|_| self.0.bits() as u8).collect())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.0.budget == 0 || self.0.chance(40) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let left = self.0.len();
        self.0.enter()?;
        let value = visitor.visit_seq(Level { left, names: None, keys: None, generator: self.0 });
        self.0.depth -= 1;
        value
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failed> {
        self.0.enter()?;
        let value = visitor.visit_seq(Level { left: len, names: None, keys: None, generator: self.0 });
        self.0.depth -= 1;
        value
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        let known = self.0.keys.clone();
        let keys = if !known.is_empty() && self.0.chance(80) {
            let mut keys = Vec::new();
            for key in known {
                if self.0.chance(92) {
                    keys.push(key);
                }
            }
            Some(keys)
        } else {
            None
        };
        let left = keys.as_ref().map_or_else(|| self.0.len(), Vec::len);
        self.0.enter()?;
        let value = visitor.visit_map(Level { left, names: None, keys, generator: self.0 });
        self.0.depth -= 1;
        value
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.0.enter()?;
        let value = visitor.visit_map(Level { left: names.len(), names: Some(names), keys: None, generator: self.0 });
        self.0.depth -= 1;
        value
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        if variants.is_empty() {
            return Err(de::Error::custom("no variants"));
        }
        self.0.enter()?;
        let name = variants[self.0.below(variants.len())];
        let value = visitor.visit_enum(Variant { generator: self.0, name });
        self.0.depth -= 1;
        value
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.deserialize_string(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_unit()
    }
}

impl<'de, 'a> de::SeqAccess<'de> for Level<'a> {
    type Error = Failed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failed> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(Reader(self.generator)).map(Some)
    }
}

impl<'de, 'a> de::MapAccess<'de> for Level<'a> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failed> {
        while self.left > 0 {
            self.left -= 1;
            if let Some(names) = self.names {
                if self.generator.is_sparse && self.generator.chance(35) {
                    continue;
                }
                return seed.deserialize(named(names[self.left])).map(Some);
            }
            if let Some(keys) = &self.keys {
                return seed.deserialize(named(&keys[self.left])).map(Some);
            }
            return seed.deserialize(Reader(self.generator)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(Reader(self.generator))
    }
}

fn named(name: &str) -> StrDeserializer<'_, Failed> {
    name.into_deserializer()
}

struct Variant<'a> {
    generator: &'a mut Generator,
    name: &'static str,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = Failed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failed> {
        Ok((seed.deserialize(named(self.name))?, self))
    }
}

impl<'de, 'a> de::VariantAccess<'de> for Variant<'a> {
    type Error = Failed;

    fn unit_variant(self) -> Result<(), Failed> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(Reader(self.generator))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failed> {
        Reader(self.generator).deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        Reader(self.generator).deserialize_struct("", names, visitor)
    }
}
