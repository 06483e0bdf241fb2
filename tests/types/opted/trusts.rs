//! Opted in: with `trust`.

cases! { opted;
    with: A = [A { a: 1 }] { struct A { #[serde(with = "text")] #[sendable(trust(AnyFormat))] a: u8 } } and {
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
    remote: A = [A { a: Far { x: 1 } }] { struct A { #[serde(with = "Near")] #[sendable(trust(AnyFormat))] a: Far } } and {
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
    foreign: A = [A { a: vec![Foreign(1)] }] { struct A { #[sendable(trust(AnyFormat))] a: Vec<Foreign> } } and {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct Foreign(u8);
    };
    foreign_any: A = [A { a: serde_json::json!({"a": [1, null]}) }] { struct A { #[sendable(trust(AnyFormat))] a: serde_json::Value } };
}
