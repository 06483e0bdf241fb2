//! A wire format of your own: TOML-like capabilities, JSON bytes, and a pool that uses it.
//!
//! ```console
//! $ cargo run -p wirecheck --example own_format --features json
//! in lines: {"name":"a","sizes":[1,2]}
//! over a pool: [3, 3]
//! not a value: expected value at line 1 column 1
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wirecheck::format::{
    Buffered, BufferedEmptyShapes, BufferedMarkers, BufferedOneForm, BufferedUnits, ByteSink, CodecError,
    Format, ManyVariants, NamedFields, NamedVariants, Newtypes, NumberKeys, SelfDescribing, SharesMemory,
    WideIntegers,
};
use wirecheck::{Codec, Error, Pool, Sendable};

/// JSON with a line break after each value.
#[derive(Clone, Copy, Debug, Default)]
struct JsonLines;

impl Format for JsonLines {
    const NAME: &'static str = "json-lines";
    type InBuffer = Buffered<Self>;
}

// What it can do. Say only what is true of every value: the derive believes it.
// Left out: `NestedOptions` (JSON writes `Some(None)` as `None`), `AnyMapKey` (keys are text), `AnyName`.
impl SelfDescribing for JsonLines {}
impl NamedFields for JsonLines {}
impl NamedVariants for JsonLines {}
impl ManyVariants for JsonLines {}
// The channel of a pool carries shared memory next to the bytes, whatever the format is.
impl SharesMemory for JsonLines {}
// What every codec can do when it reads a value directly.
impl NumberKeys for JsonLines {}
impl WideIntegers for JsonLines {}
impl BufferedOneForm for JsonLines {}
impl Newtypes for JsonLines {}
impl BufferedEmptyShapes for JsonLines {}
impl BufferedUnits for JsonLines {}
impl BufferedMarkers for JsonLines {}

impl Codec for JsonLines {
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        serde_json::to_writer(&mut *out, value).map_err(CodecError::of)?;
        out.extend_from_slice(b"\n");
        Ok(())
    }

    // Never panic here, and use up all bytes: those left over mean that the two sides disagree about the type.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        serde_json::from_slice(bytes).map_err(CodecError::of)
    }
}

#[derive(Serialize, Deserialize, Sendable)]
#[sendable(formats(JsonLines))]
struct Job {
    name: String,
    sizes: Vec<u64>,
}

fn total(job: Job) -> u64 {
    job.sizes.iter().sum()
}

#[wirecheck::main]
fn main() -> Result<(), Error> {
    let jobs = vec![Job { name: "a".into(), sizes: vec![1, 2] }, Job { name: "b".into(), sizes: vec![3] }];

    match JsonLines::encode_to_vec(&jobs[0]) {
        Ok(bytes) => print!("in lines: {}", String::from_utf8_lossy(&bytes)),
        Err(error) => println!("not written: {error}"),
    }

    let pool = Pool::<JsonLines>::in_format().workers(2).build()?;
    println!("over a pool: {:?}", pool.map(total, jobs)?);

    match JsonLines::decode::<Job>(b"?\n") {
        Ok(job) => println!("unexpected: {}", job.name),
        Err(error) => println!("not a value: {error}"),
    }
    Ok(())
}
