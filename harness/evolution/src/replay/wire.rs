//! The formats, as their crates are called by users.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wirecheck::format::{Bitcode, Codec as _};
use wirecheck_rules::{FORMATS, Format};

macro_rules! wires {
    ([] $($Format:ident { name: $name:literal, $($rest:tt)* })*) => {
        /// A format of `wirecheck_rules::FORMATS`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Wire { $($Format),* }

        impl Wire {
            /// All of them, in the order of the reports.
            pub const ALL: &'static [Self] = &[$(Self::$Format),*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Format => $name),* }
            }
        }
    };
}
wirecheck_rules::formats!(wires);

/// What a length in the bytes may claim: bytes of another type claim anything.
const LIMIT: usize = 1 << 24;

impl Wire {
    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|wire| wire.name() == name)
    }

    /// What is known of it.
    pub fn facts(self) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == self.name())
    }

    fn can(self, capability: &str) -> bool {
        self.facts().and_then(|facts| facts.can(capability)).unwrap_or(false)
    }

    /// Whether fields are found by name.
    pub fn has_names(self) -> bool {
        self.can("NamedFields")
    }

    /// Whether variants are found by name.
    pub fn names_variants(self) -> bool {
        self.can("NamedVariants")
    }

    /// Whether the bytes say what comes next.
    pub fn is_self_describing(self) -> bool {
        self.can("SelfDescribing")
    }

    /// Whether the values of a field lie together, and not with the other fields of their struct.
    pub fn has_columns(self) -> bool {
        self == Self::Bitcode
    }

    /// The bytes of a value.
    ///
    /// # Errors
    /// What the crate says.
    pub fn write<T: Serialize>(self, value: &T) -> Result<Vec<u8>, String> {
        match self {
            Self::Bincode => bincode::serde::encode_to_vec(value, standard()).map_err(words),
            Self::Bincode1 => bincode::serde::encode_to_vec(value, legacy()).map_err(words),
            Self::Postcard => postcard::to_stdvec(value).map_err(words),
            Self::Bitcode => Bitcode::encode_to_vec(value).map_err(words),
            Self::MessagePack => rmp_serde::to_vec(value).map_err(words),
            Self::MessagePackNamed => rmp_serde::to_vec_named(value).map_err(words),
            Self::Cbor => {
                let mut bytes = Vec::new();
                ciborium::into_writer(value, &mut bytes).map(|()| bytes).map_err(words)
            }
            Self::Json => serde_json::to_vec(value).map_err(words),
            Self::Ron => ron::to_string(value).map(String::into_bytes).map_err(words),
        }
    }

    /// A value and how many bytes were used, where the format does not care for the rest.
    ///
    /// # Errors
    /// What the crate says.
    pub fn read<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<(T, usize), String> {
        let all = bytes.len();
        let used = |value| (value, all);
        match self {
            Self::Bincode => bincode::serde::decode_from_slice(bytes, standard()).map_err(words),
            Self::Bincode1 => bincode::serde::decode_from_slice(bytes, legacy()).map_err(words),
            Self::Postcard => {
                postcard::take_from_bytes(bytes).map(|(value, rest)| (value, all - rest.len())).map_err(words)
            }
            Self::Bitcode => Bitcode::decode(bytes).map(used).map_err(words),
            Self::MessagePack | Self::MessagePackNamed => {
                rmp_serde::from_slice(bytes).map(used).map_err(words)
            }
            Self::Cbor => {
                let mut rest = bytes;
                let value = ciborium::from_reader(&mut rest).map_err(words)?;
                Ok((value, all - rest.len()))
            }
            Self::Json => serde_json::from_slice(bytes).map(used).map_err(words),
            Self::Ron => ron::de::from_bytes(bytes).map(used).map_err(words),
        }
    }
}

fn standard() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

fn legacy() -> impl bincode::config::Config {
    bincode::config::legacy().with_limit::<LIMIT>()
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
