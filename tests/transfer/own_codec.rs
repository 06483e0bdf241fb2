//! A codec of the user's, where large values go to shared memory: whatever it does, the other values arrive.

use super::support::alone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use wirecheck::format::{
    AnyMapKey, AnyName, BufferedEmptyShapes, BufferedMarkers, BufferedOneForm, BufferedUnits, ByteSink,
    CodecError, Format, ManyVariants, NestedOptions, Newtypes, NumberKeys, PositionalFields,
    PositionalVariants, UnitStructs, WideIntegers,
};
use wirecheck::{Bincode, Codec, Pool, Transfer};

/// Bincode in small pieces, with mishaps that the value asks for by its last byte.
#[derive(Clone, Copy, Debug, Default)]
struct Own;

impl Format for Own {
    const NAME: &'static str = "own";
    type InBuffer = wirecheck::format::Buffered<Self>;
}

macro_rules! can {
    ($($capability:ident)*) => { $(impl $capability for Own {})* };
}
can! {
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    PositionalFields PositionalVariants AnyName ManyVariants NestedOptions UnitStructs AnyMapKey
}

const FAILS: u8 = 251;
const PANICS: u8 = 252;
const ENCODES_WITHIN: u8 = 253;

thread_local! {
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

impl Codec for Own {
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        let bytes = Bincode::encode_to_vec(value)?;
        let (first, second) = bytes.split_at(bytes.len() / 2);
        for piece in first.chunks(7) {
            out.write_all(piece).map_err(CodecError::of)?;
        }
        match bytes.last() {
            Some(&FAILS) => return Err(CodecError::new("halfway")),
            Some(&PANICS) => panic!("halfway"),
            Some(&ENCODES_WITHIN) if !WITHIN.replace(true) => {
                // The same codec, and a whole pool of it, before this value is written.
                let again = Self::encode_to_vec(value)?;
                assert_eq!(again, bytes);
                let pool = Pool::<Self>::in_format().workers(1).transfer(Transfer::SharedMemory);
                let pool = pool.shared_memory_threshold(1_000).build().expect("a pool");
                assert_eq!(pool.map(length, [bytes.clone()]).expect("a length"), [bytes.len()]);
                WITHIN.set(false);
            }
            _ => {}
        }
        out.extend_from_slice(second);
        Ok(())
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        Bincode::decode(bytes)
    }
}

fn value(len: usize, last: u8) -> Vec<u8> {
    let mut value: Vec<u8> = (0..len).map(|at| (at % 250) as u8).collect();
    value.push(last);
    value
}

fn length(bytes: Vec<u8>) -> usize {
    bytes.len()
}

fn same(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

fn made((last, len): (u8, usize)) -> Vec<u8> {
    value(len, last)
}

#[test]
fn a_codec_that_fails_or_panics_halfway_spoils_no_other_value() {
    let _alone = alone();
    let pool = Pool::<Own>::in_format().workers(1).transfer(Transfer::SharedMemory);
    let pool = pool.shared_memory_threshold(1_000).build().expect("a pool");
    let inputs: Vec<Vec<u8>> = [10, 2_000, 100_000, 300_000]
        .into_iter()
        .flat_map(|len| [0, FAILS, 1, PANICS, 2, ENCODES_WITHIN, 3].map(|last| value(len, last)))
        .collect();
    let results = pool.try_map(same, inputs.clone()).expect("a call");
    for (input, result) in inputs.iter().zip(results) {
        match (input.last(), result) {
            (Some(&FAILS), Err(error)) => assert!(error.is_encode(), "{error}"),
            (Some(&PANICS), Err(error)) => assert!(error.to_string().contains("halfway"), "{error}"),
            (_, Ok(output)) => assert!(output == *input, "{} bytes came back changed", input.len()),
            (last, Err(error)) => panic!("{} bytes that end in {last:?}: {error}", input.len()),
        }
    }
}

#[test]
fn a_result_that_fails_or_panics_halfway_spoils_no_other_result() {
    let _alone = alone();
    let pool = Pool::<Own>::in_format().workers(1).transfer(Transfer::SharedMemory);
    let pool = pool.shared_memory_threshold(1_000).build().expect("a pool");
    let lens = [10_usize, 2_000, 100_000, 300_000];
    for last in [0, FAILS, 1, PANICS, 2] {
        // The inputs end in a part of their length, which asks for no fault.
        let inputs = lens.map(|len| (last, len));
        let results = pool.try_map(made, inputs).expect("a call");
        for (len, result) in lens.into_iter().zip(results) {
            let is_good = !matches!(last, FAILS | PANICS);
            assert_eq!(result.as_ref().ok(), is_good.then(|| value(len, last)).as_ref(), "{len} {last}");
        }
    }
}
