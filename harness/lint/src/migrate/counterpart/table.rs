//! The table: what each thing that a program does with bincode 1 is in the formats that it can move to. `CONFIG` stands for a
//! configuration, `SerdeCompat` for that of `serde_wincode`. Every piece of code here is run by the tests, as it stands.

use super::{Counterpart, Row};

/// Everything that bincode 1 has functions or options for.
pub const COUNTERPARTS: &[Row] = &[
    Row {
        key: "serialize",
        about: "a value to a new `Vec<u8>`",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::to_stdvec(&value)"),
                advice: "",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.to_stdvec.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::encode_to_vec(&value, CONFIG)"),
                advice: "",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.encode_to_vec.html",
            },
            Counterpart {
                target: "wincode",
                code: Some("<SerdeCompat<T> as wincode::Serialize>::serialize(&value)"),
                advice: "with its own derive: `wincode::serialize(&value)`",
                source: "https://docs.rs/serde-wincode/0.1.2/serde_wincode/struct.SerdeCompat.html",
            },
            Counterpart {
                target: "bitcode",
                code: Some("bitcode::serialize(&value)"),
                advice: "",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.serialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("rmp_serde::to_vec(&value)"),
                advice: "",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/fn.to_vec.html",
            },
            Counterpart {
                target: "cbor",
                code: Some("ciborium::into_writer(&value, &mut bytes)"),
                advice: "into a `Vec<u8>` of yours",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.into_writer.html",
            },
        ],
    },
    Row {
        key: "serialize_into",
        about: "a value to a writer",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::to_io(&value, &mut writer)"),
                advice: "",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.to_io.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::encode_into_std_write(&value, &mut writer, CONFIG)"),
                advice: "",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.encode_into_std_write.html",
            },
            Counterpart {
                target: "wincode",
                code: Some(
                    "<SerdeCompat<T> as wincode::Serialize>::serialize_into(wincode::io::std_write::WriteAdapter::new(&mut writer), &value)",
                ),
                advice: "with its own derive: `wincode::serialize_into(writer, &value)`",
                source: "https://docs.rs/wincode/0.6.3/wincode/fn.serialize_into.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "write `bitcode::serialize(&value)?` with its length in front: values do not say where they end",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.serialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("rmp_serde::encode::write(&mut writer, &value)"),
                advice: "",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/encode/fn.write.html",
            },
            Counterpart {
                target: "cbor",
                code: Some("ciborium::into_writer(&value, &mut writer)"),
                advice: "",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.into_writer.html",
            },
        ],
    },
    Row {
        key: "serialized_size",
        about: "how many bytes a value takes",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::serialize_with_flavor(&value, postcard::ser_flavors::Size::default())"),
                advice: "since 1.2 `postcard::serialized_size(&value)`",
                source: "https://docs.rs/postcard/1.1.3/postcard/ser_flavors/struct.Size.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::encode_into_writer(&value, &mut size, CONFIG)"),
                advice: "with `bincode::enc::write::SizeWriter`: its field `bytes_written`",
                source: "https://docs.rs/bincode/2.0.1/bincode/enc/write/struct.SizeWriter.html",
            },
            Counterpart {
                target: "wincode",
                code: Some("<SerdeCompat<T> as wincode::Serialize>::serialized_size(&value)"),
                advice: "with its own derive: `wincode::serialized_size(&value)`",
                source: "https://docs.rs/wincode/0.6.3/wincode/fn.serialized_size.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "the length of `bitcode::serialize(&value)?`: it depends on all of the value",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.serialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: None,
                advice: "write into a writer that counts, or take the length of the bytes",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/encode/fn.write.html",
            },
            Counterpart {
                target: "cbor",
                code: None,
                advice: "write into a writer that counts, or take the length of the bytes",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.into_writer.html",
            },
        ],
    },
    Row {
        key: "deserialize",
        about: "a value from a slice",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::from_bytes::<T>(&bytes)"),
                advice: "",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.from_bytes.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::decode_from_slice::<T, _>(&bytes, CONFIG)"),
                advice: "for types that borrow: `borrow_decode_from_slice`; each also says how many bytes it read",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.decode_from_slice.html",
            },
            Counterpart {
                target: "wincode",
                code: Some("<SerdeCompat<T> as wincode::Deserialize>::deserialize(&bytes)"),
                advice: "with its own derive: `wincode::deserialize(&bytes)`",
                source: "https://docs.rs/serde-wincode/0.1.2/serde_wincode/struct.SerdeCompat.html",
            },
            Counterpart {
                target: "bitcode",
                code: Some("bitcode::deserialize::<T>(&bytes)"),
                advice: "",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.deserialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("rmp_serde::from_slice::<T>(&bytes)"),
                advice: "",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/fn.from_slice.html",
            },
            Counterpart {
                target: "cbor",
                code: Some("ciborium::from_reader::<T, _>(&bytes[..])"),
                advice: "no type can borrow from the bytes",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.from_reader.html",
            },
        ],
    },
    Row {
        key: "deserialize_from",
        about: "a value from a reader, which is left behind it",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::from_io::<T, _>((&mut reader, &mut scratch))"),
                advice: "the second buffer holds the texts and bytes of the value, so it bounds them",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.from_io.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::decode_from_std_read::<T, _, _>(&mut reader, CONFIG)"),
                advice: "",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.decode_from_std_read.html",
            },
            Counterpart {
                target: "wincode",
                code: Some(
                    "<SerdeCompat<T> as wincode::DeserializeOwned>::deserialize_from(wincode::io::std_read::ReadAdapter::new(&mut reader))",
                ),
                advice: "with its own derive: `wincode::deserialize_from(reader)`",
                source: "https://docs.rs/wincode/0.6.3/wincode/fn.deserialize_from.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "read a length and then that many bytes: it takes whole values only",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.deserialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("rmp_serde::from_read::<_, T>(&mut reader)"),
                advice: "",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/fn.from_read.html",
            },
            Counterpart {
                target: "cbor",
                code: Some("ciborium::from_reader::<T, _>(&mut reader)"),
                advice: "",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.from_reader.html",
            },
        ],
    },
    Row {
        key: "seed",
        about: "`deserialize_seed`, `deserialize_in_place` and readers of one's own",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("seed.deserialize(&mut postcard::Deserializer::from_bytes(&bytes))"),
                advice: "",
                source: "https://docs.rs/postcard/1.1.3/postcard/struct.Deserializer.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::seed_decode_from_slice(seed, &bytes, CONFIG)"),
                advice: "",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.seed_decode_from_slice.html",
            },
            Counterpart {
                target: "wincode",
                code: Some(
                    "seed.deserialize(serde_wincode::Deserializer::<_, wincode::config::DefaultConfig>::new(&bytes[..]))",
                ),
                advice: "",
                source: "https://docs.rs/serde-wincode/0.1.2/serde_wincode/struct.Deserializer.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "its deserializer is private: read the value, and apply the seed to that",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.deserialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("seed.deserialize(&mut rmp_serde::Deserializer::from_read_ref(&bytes))"),
                advice: "",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/struct.Deserializer.html",
            },
            Counterpart {
                target: "cbor",
                code: None,
                advice: "its deserializer is private: read a `ciborium::Value`, and `seed.deserialize(value)`",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/de/index.html",
            },
        ],
    },
    Row {
        key: "limit",
        about: "`with_limit`: no more bytes than that are read or written",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: None,
                advice: "check `bytes.len()` first, and `reader.take(n)`: no length in the bytes makes it reserve more than there is",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.from_bytes.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("CONFIG.with_limit::<1024>()"),
                advice: "a constant; it counts what is read, and memory that lengths ask for",
                source: "https://docs.rs/bincode/2.0.1/bincode/config/struct.Configuration.html#method.with_limit",
            },
            Counterpart {
                target: "wincode",
                code: Some(
                    "wincode::config::Configuration::default().with_deserialization_size_limit::<1024>()",
                ),
                advice: "for `wincode::config::deserialize`; memory that lengths ask for ends at 4 MiB unless it is set",
                source: "https://docs.rs/wincode/0.6.3/wincode/config/struct.Configuration.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "check `bytes.len()` first: it takes slices only",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.deserialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: None,
                advice: "check `bytes.len()` first, and `reader.take(n)`",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/fn.from_read.html",
            },
            Counterpart {
                target: "cbor",
                code: None,
                advice: "check `bytes.len()` first, and `reader.take(n)`",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.from_reader.html",
            },
        ],
    },
    Row {
        key: "trailing",
        about: "bytes behind the value: `DefaultOptions` refuses them, `bincode::deserialize` does not look",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: Some("postcard::take_from_bytes::<T>(&bytes)"),
                advice: "gives the rest back, to be checked; `from_bytes` does not look",
                source: "https://docs.rs/postcard/1.1.3/postcard/fn.take_from_bytes.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("bincode::serde::decode_from_slice::<T, _>(&bytes, CONFIG)"),
                advice: "says how many bytes it read: compare that with `bytes.len()`",
                source: "https://docs.rs/bincode/2.0.1/bincode/serde/fn.decode_from_slice.html",
            },
            Counterpart {
                target: "wincode",
                code: Some(
                    "<SerdeCompat<T> as wincode::DeserializeOwned>::deserialize_from(wincode::io::std_read::ReadAdapter::new(&mut reader))",
                ),
                advice: "leaves the reader behind the value: see whether it is at its end; with its own derive: `wincode::deserialize_exact(&bytes)` refuses them",
                source: "https://docs.rs/wincode/0.6.3/wincode/fn.deserialize_exact.html",
            },
            Counterpart {
                target: "bitcode",
                code: Some("bitcode::deserialize::<T>(&bytes)"),
                advice: "refuses them, and nothing turns that off",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/fn.deserialize.html",
            },
            Counterpart {
                target: "messagepack",
                code: Some("rmp_serde::from_read::<_, T>(&mut reader)"),
                advice: "leaves the reader behind the value: see whether it is at its end; `from_slice` does not look",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/fn.from_read.html",
            },
            Counterpart {
                target: "cbor",
                code: Some("ciborium::from_reader::<T, _>(&mut reader)"),
                advice: "leaves the reader behind the value: see whether it is at its end",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/fn.from_reader.html",
            },
        ],
    },
    Row {
        key: "integers",
        about: "how wide integers are: fixed in the functions, variable in `DefaultOptions`",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: None,
                advice: "always variable, seven bits in a byte; `postcard::fixint` of a field keeps one as wide as its type",
                source: "https://docs.rs/postcard/1.1.3/postcard/fixint/index.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("CONFIG.with_fixed_int_encoding()"),
                advice: "or `with_variable_int_encoding()`: the same two layouts as version 1's",
                source: "https://docs.rs/bincode/2.0.1/bincode/config/struct.Configuration.html#method.with_fixed_int_encoding",
            },
            Counterpart {
                target: "wincode",
                code: Some("wincode::config::Configuration::default().with_fixint_encoding()"),
                advice: "its default; or `with_varint_encoding()`",
                source: "https://docs.rs/wincode/0.6.3/wincode/config/struct.Configuration.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "packed by what the values are",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/index.html",
            },
            Counterpart {
                target: "messagepack",
                code: None,
                advice: "always as short as the value allows",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/index.html",
            },
            Counterpart {
                target: "cbor",
                code: None,
                advice: "always as short as the value allows",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/index.html",
            },
        ],
    },
    Row {
        key: "endian",
        about: "which byte of an integer comes first",
        counterparts: &[
            Counterpart {
                target: "postcard",
                code: None,
                advice: "no choice: little endian, in groups of seven bits",
                source: "https://docs.rs/postcard/1.1.3/postcard/index.html",
            },
            Counterpart {
                target: "bincode2",
                code: Some("CONFIG.with_big_endian()"),
                advice: "or `with_little_endian()`; none is that of the machine",
                source: "https://docs.rs/bincode/2.0.1/bincode/config/struct.Configuration.html#method.with_big_endian",
            },
            Counterpart {
                target: "wincode",
                code: Some("wincode::config::Configuration::default().with_big_endian()"),
                advice: "or `with_little_endian()`",
                source: "https://docs.rs/wincode/0.6.3/wincode/config/struct.Configuration.html",
            },
            Counterpart {
                target: "bitcode",
                code: None,
                advice: "no choice: little endian",
                source: "https://docs.rs/bitcode/0.6.9/bitcode/index.html",
            },
            Counterpart {
                target: "messagepack",
                code: None,
                advice: "no choice: big endian",
                source: "https://docs.rs/rmp-serde/1.3.1/rmp_serde/index.html",
            },
            Counterpart {
                target: "cbor",
                code: None,
                advice: "no choice: big endian",
                source: "https://docs.rs/ciborium/0.2.2/ciborium/index.html",
            },
        ],
    },
];

impl Row {
    /// The row of a key.
    pub fn find(key: &str) -> Option<&'static Self> {
        COUNTERPARTS.iter().find(|row| row.key == key)
    }
}
