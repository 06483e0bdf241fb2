//! Do not compile with the derive: `with` and its halves, `remote`, `getter`, `from`, `try_from`, `into`.

cases! { refused;
    with: A = [A { a: 1 }] { struct A { #[serde(with = "text")] a: u8 } } and {
        mod text {
            use super::*;
            pub fn serialize<S: Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&value.to_string())
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
    serialize_with: A = [A { a: 1 }] { struct A { #[serde(serialize_with = "text")] a: u8 } } and {
        fn text<S: Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&value.to_string())
        }
    };
    deserialize_with: A = [A { a: 1 }] { struct A { #[serde(deserialize_with = "twice")] a: u8 } } and {
        fn twice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
            Ok(u8::deserialize(deserializer)? * 2)
        }
    };
    with_on_variant: E = [E::A(1), E::B] { enum E { #[serde(with = "text")] A(u8), B } } and {
        mod text {
            use super::*;
            pub fn serialize<S: Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&value.to_string())
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
    remote: A = [A { a: Far { x: 1 } }] { struct A { #[serde(with = "Near")] a: Far } } and {
        #[derive(Clone, Debug, PartialEq)]
        pub struct Far {
            pub x: u8,
        }
        #[derive(Serialize, Deserialize)]
        #[serde(remote = "Far")]
        struct Near {
            x: u8,
        }
    };
    remote_getter: A = [A { a: far::Far::new(1) }] { struct A { #[serde(with = "Near")] a: far::Far } } and {
        mod far {
            #[derive(Clone, Debug, PartialEq)]
            pub struct Far(u8);
            impl Far {
                pub fn new(x: u8) -> Self {
                    Self(x)
                }
                pub fn x(&self) -> u8 {
                    self.0
                }
            }
        }
        #[derive(Serialize, Deserialize)]
        #[serde(remote = "far::Far")]
        struct Near {
            #[serde(getter = "far::Far::x")]
            x: u8,
        }
        impl From<Near> for far::Far {
            fn from(near: Near) -> Self {
                Self::new(near.x)
            }
        }
    };
    from_and_into: A = [A { sum: 3 }] { #[serde(from = "u8", into = "u8")] struct A { sum: u8 } } and {
        impl From<u8> for A {
            fn from(sum: u8) -> Self {
                Self { sum }
            }
        }
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.sum
            }
        }
    };
    from_and_into_lossy: A = [A { x: 3 }] { #[serde(from = "u8", into = "u8")] struct A { x: u8 } } and {
        impl From<u8> for A {
            fn from(x: u8) -> Self {
                Self { x }
            }
        }
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.x / 2
            }
        }
    };
    try_from_and_into: A = [A(2)] { #[serde(try_from = "u8", into = "u8")] struct A(u8); } and {
        impl TryFrom<u8> for A {
            type Error = &'static str;
            fn try_from(x: u8) -> Result<Self, &'static str> {
                if x % 2 == 0 { Ok(Self(x)) } else { Err("odd") }
            }
        }
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.0
            }
        }
    };
    try_from_rejects_its_own: A = [A(2), A(3)] { #[serde(try_from = "u8", into = "u8")] struct A(u8); } and {
        impl TryFrom<u8> for A {
            type Error = &'static str;
            fn try_from(x: u8) -> Result<Self, &'static str> {
                if x % 2 == 0 { Ok(Self(x)) } else { Err("odd") }
            }
        }
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.0
            }
        }
    };
    into_alone: A = [A { x: 1, y: 2 }] { #[serde(into = "u8")] struct A { x: u8, y: u8 } } and {
        impl From<A> for u8 {
            fn from(a: A) -> Self {
                a.x
            }
        }
    };
    from_alone: A = [A { x: 1, y: 2 }] { #[serde(from = "u8")] struct A { x: u8, y: u8 } } and {
        impl From<u8> for A {
            fn from(x: u8) -> Self {
                Self { x, y: x }
            }
        }
    };
    two_proxies: A = [A { x: 1 }] { #[serde(from = "u16", into = "String")] struct A { x: u8 } } and {
        impl From<u16> for A {
            fn from(x: u16) -> Self {
                Self { x: x as u8 }
            }
        }
        impl From<A> for String {
            fn from(a: A) -> Self {
                a.x.to_string()
            }
        }
    };
    option_through_with: A = [A { a: None }, A { a: Some(1) }] { struct A { #[serde(default, with = "plain")] a: Option<u8> } } and {
        mod plain {
            use super::*;
            pub fn serialize<S: Serializer>(value: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
                value.serialize(serializer)
            }
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
                Option::deserialize(deserializer)
            }
        }
    };
    no_impl_at_all: A = [A { a: Foreign(1) }] { struct A { a: Foreign } } and {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct Foreign(u8);
    };
    json_value: A = [A { a: serde_json::Value::Null }, A { a: serde_json::json!({"a": [1, null]}) }] { struct A { a: serde_json::Value } };
    unknown_length: A = [A { a: Odd }] { struct A { a: Odd } } and {
        #[derive(Clone, Debug, PartialEq)]
        pub struct Odd;
        impl Serialize for Odd {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq([1, 2, 3, 4].iter().filter(|n| **n % 2 == 1))
            }
        }
        impl<'de> Deserialize<'de> for Odd {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Vec::<u8>::deserialize(deserializer).map(|_| Self)
            }
        }
    };
}
