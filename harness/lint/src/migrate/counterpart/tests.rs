//! Each piece of code in the table is run here: `run!` takes its text from the code itself.

use super::{COUNTERPARTS, Row};
use crate::migrate::target::{TARGETS, target};
use serde::de::DeserializeSeed;
use serde::{Deserialize, Serialize};
use serde_wincode::SerdeCompat;
use std::collections::BTreeSet;
use std::marker::PhantomData;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct T {
    name: String,
    points: Vec<u32>,
}

fn value() -> T {
    T { name: "ada".to_owned(), points: vec![1, 300, 70_000] }
}

/// Compiles and runs the code, and notes that it was: `target key`.
macro_rules! run {
    ($ran:ident, $target:literal, $key:literal, $code:expr) => {{
        $ran.insert((concat!($target, " ", $key), squeezed(stringify!($code))));
        $code
    }};
}

/// Without blanks: the compiler puts its own.
fn squeezed(code: &str) -> String {
    code.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn every_piece_of_code_does_what_its_row_says() {
    const CONFIG: bincode::config::Configuration<bincode::config::LittleEndian, bincode::config::Fixint> =
        bincode::config::legacy();
    let mut ran = BTreeSet::new();
    let value = value();
    postcard_runs(&value, &mut ran);
    wincode_runs(&value, &mut ran);
    serde_only_runs(&value, &mut ran);

    // bincode 2.
    let bytes = run!(ran, "bincode2", "serialize", bincode::serde::encode_to_vec(&value, CONFIG)).unwrap();
    assert_eq!(bytes, bincode1::serialize(&value).unwrap());
    let mut writer = Vec::new();
    run!(
        ran,
        "bincode2",
        "serialize_into",
        bincode::serde::encode_into_std_write(&value, &mut writer, CONFIG)
    )
    .unwrap();
    assert_eq!(writer, bytes);
    let mut size = bincode::enc::write::SizeWriter::default();
    run!(ran, "bincode2", "serialized_size", bincode::serde::encode_into_writer(&value, &mut size, CONFIG))
        .unwrap();
    assert_eq!(size.bytes_written, bytes.len());
    let longer = [&bytes[..], &[0]].concat();
    let read =
        run!(ran, "bincode2", "deserialize", bincode::serde::decode_from_slice::<T, _>(&bytes, CONFIG))
            .unwrap();
    assert_eq!(read, (value.clone(), bytes.len()));
    let bytes = longer;
    let (_, read) =
        run!(ran, "bincode2", "trailing", bincode::serde::decode_from_slice::<T, _>(&bytes, CONFIG)).unwrap();
    assert_eq!(read, bytes.len() - 1, "it says how many bytes it read");
    let mut reader = &bytes[..];
    let read = run!(
        ran,
        "bincode2",
        "deserialize_from",
        bincode::serde::decode_from_std_read::<T, _, _>(&mut reader, CONFIG)
    );
    assert_eq!((read.unwrap(), reader.len()), (value.clone(), 1), "the reader is left behind the value");
    let seed = PhantomData::<T>;
    let read =
        run!(ran, "bincode2", "seed", bincode::serde::seed_decode_from_slice(seed, &bytes, CONFIG)).unwrap();
    assert_eq!(read.0, value);
    let limited = run!(ran, "bincode2", "limit", CONFIG.with_limit::<1024>());
    let mut long = bincode::serde::encode_to_vec("", CONFIG).unwrap();
    long[2] = 1;
    assert!(bincode::serde::decode_from_slice::<String, _>(&long, limited).is_err());
    let fixed = run!(ran, "bincode2", "integers", CONFIG.with_fixed_int_encoding());
    assert_eq!(bincode::serde::encode_to_vec(7u32, fixed).unwrap(), [7, 0, 0, 0]);
    let big = run!(ran, "bincode2", "endian", CONFIG.with_big_endian());
    assert_eq!(bincode::serde::encode_to_vec(7u32, big).unwrap(), [0, 0, 0, 7]);

    let listed: BTreeSet<String> = COUNTERPARTS
        .iter()
        .flat_map(|row| row.counterparts.iter().map(move |found| (row.key, found)))
        .filter_map(|(key, found)| Some(format!("{} {key}: {}", found.target, squeezed(found.code?))))
        .collect();
    let ran: BTreeSet<String> = ran.into_iter().map(|(key, code)| format!("{key}: {code}")).collect();
    assert_eq!(listed.difference(&ran).collect::<Vec<_>>(), Vec::<&String>::new(), "listed and not run");
    assert_eq!(ran.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new(), "run and not listed");
}

type Ran = BTreeSet<(&'static str, String)>;

fn postcard_runs(value: &T, ran: &mut Ran) {
    let value = value.clone();
    let bytes = run!(ran, "postcard", "serialize", postcard::to_stdvec(&value)).unwrap();
    let mut writer = Vec::new();
    run!(ran, "postcard", "serialize_into", postcard::to_io(&value, &mut writer)).unwrap();
    assert_eq!(writer, bytes);
    let size = run!(
        ran,
        "postcard",
        "serialized_size",
        postcard::serialize_with_flavor(&value, postcard::ser_flavors::Size::default())
    );
    assert_eq!(size.unwrap(), bytes.len());
    assert_eq!(run!(ran, "postcard", "deserialize", postcard::from_bytes::<T>(&bytes)).unwrap(), value);
    let bytes = [&bytes[..], &[0]].concat();
    assert_eq!(postcard::from_bytes::<T>(&bytes).unwrap(), value, "it does not look at what follows");
    let (read, rest) = run!(ran, "postcard", "trailing", postcard::take_from_bytes::<T>(&bytes)).unwrap();
    assert_eq!((read, rest.len()), (value.clone(), 1));
    let (mut reader, mut scratch) = (&bytes[..], [0; 64]);
    let (read, _) =
        run!(ran, "postcard", "deserialize_from", postcard::from_io::<T, _>((&mut reader, &mut scratch)))
            .unwrap();
    assert_eq!((read, reader.len()), (value.clone(), 1), "the reader is left behind the value");
    let seed = PhantomData::<T>;
    assert_eq!(
        run!(ran, "postcard", "seed", seed.deserialize(&mut postcard::Deserializer::from_bytes(&bytes)))
            .unwrap(),
        value
    );
}

fn wincode_runs(value: &T, ran: &mut Ran) {
    let value = value.clone();
    let bytes =
        run!(ran, "wincode", "serialize", <SerdeCompat<T> as wincode::Serialize>::serialize(&value)).unwrap();
    assert_eq!(bytes, bincode1::serialize(&value).unwrap());
    let mut writer = Vec::new();
    run!(
        ran,
        "wincode",
        "serialize_into",
        <SerdeCompat<T> as wincode::Serialize>::serialize_into(
            wincode::io::std_write::WriteAdapter::new(&mut writer),
            &value
        )
    )
    .unwrap();
    assert_eq!(writer, bytes);
    let size = run!(
        ran,
        "wincode",
        "serialized_size",
        <SerdeCompat<T> as wincode::Serialize>::serialized_size(&value)
    );
    assert_eq!(size.unwrap(), bytes.len() as u64);
    let read =
        run!(ran, "wincode", "deserialize", <SerdeCompat<T> as wincode::Deserialize>::deserialize(&bytes));
    assert_eq!(read.unwrap(), value);
    let bytes = [&bytes[..], &[0]].concat();
    assert_eq!(<SerdeCompat<T> as wincode::Deserialize>::deserialize(&bytes).unwrap(), value);
    let mut reader = &bytes[..];
    run!(
        ran,
        "wincode",
        "trailing",
        <SerdeCompat<T> as wincode::DeserializeOwned>::deserialize_from(
            wincode::io::std_read::ReadAdapter::new(&mut reader)
        )
    )
    .unwrap();
    assert_eq!(reader.len(), 1);
    assert!(wincode::deserialize_exact::<u8>(&[1, 2]).is_err(), "its own types refuse what follows");
    let mut reader = &bytes[..];
    let read = run!(
        ran,
        "wincode",
        "deserialize_from",
        <SerdeCompat<T> as wincode::DeserializeOwned>::deserialize_from(
            wincode::io::std_read::ReadAdapter::new(&mut reader)
        )
    );
    assert_eq!((read.unwrap(), reader.len()), (value.clone(), 1), "the reader is left behind the value");
    let seed = PhantomData::<T>;
    let read = run!(
        ran,
        "wincode",
        "seed",
        seed.deserialize(serde_wincode::Deserializer::<_, wincode::config::DefaultConfig>::new(&bytes[..]))
    );
    assert_eq!(read.unwrap(), value);
    let limited = run!(
        ran,
        "wincode",
        "limit",
        wincode::config::Configuration::default().with_deserialization_size_limit::<1024>()
    );
    let long = vec![0u8; 2000];
    assert!(wincode::config::deserialize::<[u8; 2000], _>(&long, limited).is_err());
    let fixed =
        run!(ran, "wincode", "integers", wincode::config::Configuration::default().with_fixint_encoding());
    assert_eq!(wincode::config::serialize(&7u32, fixed).unwrap(), [7, 0, 0, 0]);
    let big = run!(ran, "wincode", "endian", wincode::config::Configuration::default().with_big_endian());
    assert_eq!(wincode::config::serialize(&7u32, big).unwrap(), [0, 0, 0, 7]);
}

/// bitcode, MessagePack and CBOR.
fn serde_only_runs(value: &T, ran: &mut Ran) {
    let value = value.clone();
    let bytes = run!(ran, "bitcode", "serialize", bitcode::serialize(&value)).unwrap();
    assert_eq!(run!(ran, "bitcode", "deserialize", bitcode::deserialize::<T>(&bytes)).unwrap(), value);
    let bytes = [&bytes[..], &[0]].concat();
    assert!(
        run!(ran, "bitcode", "trailing", bitcode::deserialize::<T>(&bytes)).is_err(),
        "it refuses what follows"
    );

    let bytes = run!(ran, "messagepack", "serialize", rmp_serde::to_vec(&value)).unwrap();
    let mut writer = Vec::new();
    run!(ran, "messagepack", "serialize_into", rmp_serde::encode::write(&mut writer, &value)).unwrap();
    assert_eq!(writer, bytes);
    assert_eq!(run!(ran, "messagepack", "deserialize", rmp_serde::from_slice::<T>(&bytes)).unwrap(), value);
    let bytes = [&bytes[..], &[0]].concat();
    assert_eq!(rmp_serde::from_slice::<T>(&bytes).unwrap(), value, "it does not look at what follows");
    let mut reader = &bytes[..];
    let read = run!(ran, "messagepack", "deserialize_from", rmp_serde::from_read::<_, T>(&mut reader));
    assert_eq!((read.unwrap(), reader.len()), (value.clone(), 1), "the reader is left behind the value");
    let mut reader = &bytes[..];
    run!(ran, "messagepack", "trailing", rmp_serde::from_read::<_, T>(&mut reader)).unwrap();
    assert_eq!(reader.len(), 1);
    let seed = PhantomData::<T>;
    let read = run!(
        ran,
        "messagepack",
        "seed",
        seed.deserialize(&mut rmp_serde::Deserializer::from_read_ref(&bytes))
    );
    assert_eq!(read.unwrap(), value);

    let mut bytes = Vec::new();
    run!(ran, "cbor", "serialize", ciborium::into_writer(&value, &mut bytes)).unwrap();
    let mut writer = Vec::new();
    run!(ran, "cbor", "serialize_into", ciborium::into_writer(&value, &mut writer)).unwrap();
    assert_eq!(writer, bytes);
    assert_eq!(run!(ran, "cbor", "deserialize", ciborium::from_reader::<T, _>(&bytes[..])).unwrap(), value);
    let bytes = [&bytes[..], &[0]].concat();
    let mut reader = &bytes[..];
    let read = run!(ran, "cbor", "deserialize_from", ciborium::from_reader::<T, _>(&mut reader));
    assert_eq!((read.unwrap(), reader.len()), (value.clone(), 1), "the reader is left behind the value");
    let mut reader = &bytes[..];
    run!(ran, "cbor", "trailing", ciborium::from_reader::<T, _>(&mut reader)).unwrap();
    assert_eq!(reader.len(), 1);
}

#[test]
fn every_row_speaks_of_every_target_with_a_source() {
    for row in COUNTERPARTS {
        assert_eq!(Row::find(row.key), Some(row), "{} is there twice", row.key);
        for target in TARGETS {
            let Some(found) = row.counterpart(target) else {
                panic!("{} says nothing of {}", row.key, target.name)
            };
            assert!(found.source.starts_with("https://docs.rs/"), "{found:?}");
            assert!(found.code.is_some() || !found.advice.is_empty(), "what to do instead: {found:?}");
        }
    }
}

#[test]
fn the_configuration_of_the_call_is_in_the_code() {
    use crate::migrate::setup::Setup;
    let bincode2 = target("bincode2").unwrap();
    let found = Row::find("serialize").unwrap().counterpart(bincode2).unwrap();
    let big = Setup::of(
        "bincode::internal::serialize::<u8, bincode::config::WithOtherEndian<bincode::config::DefaultOptions, bincode::config::endian::BigEndian>>",
    );
    assert_eq!(
        found.text(bincode2, big),
        "bincode::serde::encode_to_vec(&value, bincode::config::standard().with_big_endian())"
    );
}
