//! Numbers of serde_json with `arbitrary_precision`.
//!
//! To whoever asks what comes next, serde_json then gives a map of its own key and the digits. serde's buffer takes it for a map,
//! and no number can be read from it. So the number is given instead, where it says the same: what has more digits stays a map,
//! from which serde_json's own types can still be read.

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{Deserializer, MapAccess, Visitor};

/// Whether this is such a map. It has no public name.
#[inline]
pub(super) fn is_number<A>() -> bool {
    std::any::type_name::<A>() == "serde_json::number::NumberDeserializer"
}

/// Gives the number to the visitor.
pub(super) fn read<'de, V: Visitor<'de>, A: MapAccess<'de>>(
    mut map: A,
    visitor: V,
) -> Result<V::Value, A::Error> {
    let Some((key, digits)) = map.next_entry::<String, String>()? else {
        return visitor.visit_map(MapDeserializer::new(std::iter::empty::<(String, String)>()));
    };
    match Exact::of(&digits) {
        Some(Exact::Unsigned(value)) => visitor.visit_u64(value),
        Some(Exact::Signed(value)) => visitor.visit_i64(value),
        Some(Exact::Float(value)) => visitor.visit_f64(value),
        None => {
            let map = MapDeserializer::new(std::iter::once((key, digits)));
            MapAccessDeserializer::new(map).deserialize_any(visitor)
        }
    }
}

/// A number that is written with just these digits.
#[derive(Debug, PartialEq)]
enum Exact {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl Exact {
    fn of(digits: &str) -> Option<Self> {
        fn written(value: impl serde::Serialize) -> Option<String> {
            serde_json::to_string(&value).ok()
        }
        let exact = if let Ok(value) = digits.parse() {
            (written(value)?, Self::Unsigned(value))
        } else if let Ok(value) = digits.parse() {
            (written(value)?, Self::Signed(value))
        } else {
            let value: f64 = digits.parse().ok()?;
            (written(value)?, Self::Float(value))
        };
        (exact.0 == digits).then_some(exact.1)
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn a_number_is_given_where_it_says_the_same() {
        for (digits, number) in [
            ("0", Exact::Unsigned(0)),
            ("18446744073709551615", Exact::Unsigned(u64::MAX)),
            ("-9223372036854775808", Exact::Signed(i64::MIN)),
            ("0.1", Exact::Float(0.1)),
            ("-0.0", Exact::Float(-0.0)),
            ("5e-324", Exact::Float(5e-324)),
        ] {
            assert_eq!(Exact::of(digits), Some(number), "{digits}");
        }
        for digits in ["-0", "1.00", "1e3", "18446744073709551616", "0.10000000000000000000001", "1e999"] {
            assert_eq!(Exact::of(digits), None, "{digits}");
        }
    }
}
