use serde::{Deserialize, Serialize};
use wirecheck::{Cbor, Error, Json, MessagePack, MessagePackNamed, Pool, Sendable};

#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "_ExtStruct")]
struct Meters(f64);

fn run(pool: &Pool<MessagePack>, meters: Meters) -> Result<f64, Error> {
    pool.submit(|meters: Meters| meters.0 * 2.0, meters)?.join()
}

#[derive(Serialize, Deserialize, Sendable)]
struct _ExtStruct(Vec<u8>);

#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "@@TAG@@")]
enum Tag {
    Unit,
    Newtype(u8),
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "$serde_json::private::Number")]
struct Number {
    digits: String,
}

// Only a newtype is written in another way, and only an enum with a name for each variant.
#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "_ExtStruct")]
struct Point {
    x: u8,
    y: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(rename = "@@TAG@@", tag = "kind")]
enum Tagged {
    Unit,
    Struct { x: u8 },
}

fn sends<F, T: Sendable<F>>()
where
    F: wirecheck::Format,
{
}

fn others() {
    sends::<MessagePackNamed, _ExtStruct>();
    sends::<Cbor, Tag>();
    sends::<Json, Number>();
    // These are good.
    sends::<Json, Meters>();
    sends::<Cbor, Meters>();
    sends::<MessagePack, Tag>();
    sends::<MessagePack, Number>();
    sends::<MessagePack, Point>();
    sends::<Cbor, Tagged>();
}

fn main() {}
