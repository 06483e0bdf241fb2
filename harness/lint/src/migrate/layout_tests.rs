//! That two formats write the same bytes is said of layouts: of everything that a type can ask of a serializer. Here each of
//! these calls is made of both.

use super::setup::{Endian, Integers, Setup};
use super::target::{TARGETS, target};
use bincode1::Options;
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_wincode::SerdeCompat;

/// A call of the data model.
#[derive(Clone, Copy, Debug)]
struct Ask(u8);

/// One past the last call.
const CALLS: u8 = 34;

/// Integers of 128 bits: wincode has none through serde, and says so when it writes.
const WIDE: [u8; 2] = [5, 10];

const NUMBERS: [u64; 9] = [0, 1, 250, 251, 65_535, 65_536, u32::MAX as u64, 1 << 40, u64::MAX];

impl Serialize for Ask {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let long = "\u{e9}".repeat(200);
        match self.0 {
            0 => to.serialize_bool(true),
            1 => to.serialize_i8(-7),
            2 => NUMBERS.map(|number| number as i16).serialize(to),
            3 => NUMBERS.map(|number| number as i32).serialize(to),
            4 => NUMBERS.map(|number| number as i64).serialize(to),
            5 => NUMBERS.map(|number| -i128::from(number)).serialize(to),
            6 => to.serialize_u8(251),
            7 => NUMBERS.map(|number| number as u16).serialize(to),
            8 => NUMBERS.map(|number| number as u32).serialize(to),
            9 => NUMBERS.serialize(to),
            10 => NUMBERS.map(|number| u128::from(number) << 63).serialize(to),
            11 => to.serialize_f32(-1.5),
            12 => to.serialize_f64(f64::NAN),
            13 => ['a', '\u{e9}', '\u{20ac}', '\u{1f600}'].serialize(to),
            14 => to.serialize_str("text"),
            15 => to.serialize_str(&long),
            16 => to.serialize_bytes(&[1, 2, 3]),
            17 => to.serialize_none(),
            18 => to.serialize_some(&7u32),
            19 => to.serialize_unit(),
            20 => to.serialize_unit_struct("Unit"),
            21 => to.serialize_unit_variant("Enum", 3, "Unit"),
            22 => to.serialize_newtype_struct("New", &7u64),
            23 => to.serialize_newtype_variant("Enum", 300, "New", &7u64),
            24 => {
                let mut seq = to.serialize_seq(Some(2))?;
                seq.serialize_element(&1u16)?;
                seq.serialize_element(&2u16)?;
                seq.end()
            }
            25 => {
                let mut tuple = to.serialize_tuple(2)?;
                tuple.serialize_element(&1u16)?;
                tuple.serialize_element("b")?;
                tuple.end()
            }
            26 => {
                let mut tuple = to.serialize_tuple_struct("Tuple", 1)?;
                tuple.serialize_field(&1u16)?;
                tuple.end()
            }
            27 => {
                let mut tuple = to.serialize_tuple_variant("Enum", 70_000, "Tuple", 1)?;
                tuple.serialize_field(&1u16)?;
                tuple.end()
            }
            28 => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("key", &1u16)?;
                map.end()
            }
            29 => {
                let mut fields = to.serialize_struct("Struct", 2)?;
                fields.serialize_field("a", &1u16)?;
                fields.skip_field("b")?;
                fields.serialize_field("c", &2u16)?;
                fields.end()
            }
            30 => {
                let mut fields = to.serialize_struct_variant("Enum", 1, "Struct", 1)?;
                fields.serialize_field("a", &1u16)?;
                fields.end()
            }
            31 => to.collect_str(&format_args!("{}-{}", 1, 2)),
            // A length that nobody knows is an error, and so is what a type says itself.
            32 => to.serialize_seq(None)?.end(),
            33 => Err(S::Error::custom("no")),
            other => panic!("there is no call {other}"),
        }
    }
}

fn setups() -> Vec<Setup> {
    let mut all = Vec::new();
    for integers in [Integers::Fixed, Integers::Variable] {
        for endian in [Endian::Little, Endian::Big, Endian::Native] {
            all.push(Setup { integers, endian, has_limit: false, refuses_trailing: None });
        }
    }
    all
}

/// What bincode 1 writes.
fn old(ask: Ask, setup: Setup) -> Option<Vec<u8>> {
    let (fixed, variable) = (
        bincode1::DefaultOptions::new().with_fixint_encoding(),
        bincode1::DefaultOptions::new().with_varint_encoding(),
    );
    match (setup.integers, setup.endian) {
        (Integers::Fixed, Endian::Little) => bincode1::serialize(&ask),
        (Integers::Fixed, Endian::Big) => fixed.with_big_endian().serialize(&ask),
        (Integers::Fixed, Endian::Native) => fixed.with_native_endian().serialize(&ask),
        (Integers::Variable, Endian::Little) => bincode1::DefaultOptions::new().serialize(&ask),
        (Integers::Variable, Endian::Big) => variable.with_big_endian().serialize(&ask),
        (Integers::Variable, Endian::Native) => variable.with_native_endian().serialize(&ask),
    }
    .ok()
}

/// What a target writes in a configuration, which is a piece of code.
fn new(ask: Ask, configuration: &str) -> Option<Vec<u8>> {
    use bincode::config::{legacy, standard};
    match configuration {
        "bincode::config::legacy()" => bincode::serde::encode_to_vec(ask, legacy()).ok(),
        "bincode::config::legacy().with_big_endian()" => {
            bincode::serde::encode_to_vec(ask, legacy().with_big_endian()).ok()
        }
        "bincode::config::standard()" => bincode::serde::encode_to_vec(ask, standard()).ok(),
        "bincode::config::standard().with_big_endian()" => {
            bincode::serde::encode_to_vec(ask, standard().with_big_endian()).ok()
        }
        "wincode::config::Configuration::default()" => {
            <SerdeCompat<Ask> as wincode::Serialize>::serialize(&ask).ok()
        }
        other => panic!("no target has the configuration {other}"),
    }
}

#[test]
fn layouts_that_are_called_the_same_write_all_of_the_data_model_alike() {
    let mut compared = 0;
    for setup in setups() {
        for target in TARGETS.iter().filter(|target| target.has_layout_of(setup)) {
            let configuration = target.configuration(setup).unwrap();
            for ask in (0..CALLS).map(Ask) {
                if target.name == "wincode" && WIDE.contains(&ask.0) {
                    assert_eq!(new(ask, &configuration), None, "{ask:?}: 128 bits are an error");
                    continue;
                }
                assert_eq!(
                    new(ask, &configuration),
                    old(ask, setup),
                    "{ask:?} in {} and {setup}",
                    target.name
                );
                compared += 1;
            }
        }
    }
    // bincode 2 has all six layouts, its standard is one, and wincode's default is one.
    assert_eq!(compared, 8 * usize::from(CALLS) - WIDE.len());
}

#[test]
fn other_layouts_write_other_bytes() {
    // The machine's own is one of the other two.
    for setup in setups().into_iter().filter(|setup| setup.endian != Endian::Native) {
        for target in ["bincode2-standard", "wincode"].map(|name| target(name).unwrap()) {
            let Some(configuration) = target.configuration(setup).filter(|_| !target.has_layout_of(setup))
            else {
                continue;
            };
            let differs = (0..CALLS).map(Ask).any(|ask| new(ask, &configuration) != old(ask, setup));
            assert!(differs, "{} and {setup}", target.name);
        }
    }
}

/// wincode bounds the memory that a length may ask for, which could be an error of writing, too.
#[test]
fn long_values_are_written_alike() {
    let long = "x".repeat(5 << 20);
    let written = <SerdeCompat<&str> as wincode::Serialize>::serialize(&long.as_str()).unwrap();
    assert!(written == bincode1::serialize(&long).unwrap());
    let read = <SerdeCompat<String> as wincode::Deserialize>::deserialize(&written);
    assert!(read.is_err(), "it reads no text of more than 4 MiB, unless its configuration says so");
}
