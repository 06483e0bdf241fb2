use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Event {
    #[serde(skip_serializing_if = "Option::is_none", with = "plain")]
    #[sendable(trust(Json))]
    both: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "plain::deserialize")]
    #[sendable(accept("one-sided-with", Json))]
    read: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain::serialize")]
    #[sendable(accept("one-sided-with", Json))]
    written: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "plain")]
    #[sendable(trust(Json))]
    with_default: Option<u8>,
}

type Maybe = Option<u8>;

#[derive(Serialize, Deserialize, Sendable)]
struct Renamed {
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe: Maybe,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Last(u8, #[serde(skip_serializing_if = "Option::is_none")] Option<u8>);

mod plain {
    use super::*;

    pub fn serialize<S: Serializer>(value: &Option<u8>, to: S) -> Result<S::Ok, S::Error> {
        value.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
        Option::deserialize(from)
    }
}

fn main() {}
