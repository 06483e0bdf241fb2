//! The one list of wire formats.
//!
//! A row is a format. The types of `wirecheck::format`, their capabilities, what `formats(..)` of the derive knows, the tables
//! of the reports, and the tests that go over all formats are made from it.

/// Calls a macro with the list of formats: `formats!(each)` is `each! { [] Bincode { .. } Bincode1 { .. } .. }`, and what
/// follows a comma stands between the brackets.
///
/// | field | what it is |
/// |---|---|
/// | `name` | what reports and errors print, and the cargo feature of the codec |
/// | `module` | a name for modules |
/// | `package` | the package that has the codec; as a key of the workspace's dependencies |
/// | `paths` | how the names of its serializers, deserializers and errors begin, and of functions that choose it; `+Word`: and the name has that word, `-Word`: and has it not |
/// | `docs` | the documentation of the type |
/// | `can` | the capabilities that not every format has |
/// | `buffered` | if the format is self-describing: its own name, and what it can do through serde's buffer |
/// | `measured` | its own name if the matrix of the main job has it |
///
/// ```
/// macro_rules! names {
///     ([$($more:tt)*] $($Format:ident { name: $name:literal, $($rest:tt)* })*) => { [$($name),*] };
/// }
/// assert!(wirecheck_rules::formats!(names).contains(&"bincode1"));
/// ```
#[macro_export]
macro_rules! formats {
    ($each:ident $(, $($more:tt)*)?) => {
        $each! { [$($($more)*)?]
            Bincode {
                name: "bincode",
                module: bincode,
                package: "bincode",
                paths: ["bincode::features::serde:: -Fixint", "bincode::error::"],
                docs: "[bincode](https://docs.rs/bincode/2.0.1) in its standard configuration.",
                can: [
                    PositionalFields AnyName
                    PositionalVariants ManyVariants UnitVariantEntries
                    NestedOptions UnitStructs AnyMapKey
                ],
                buffered: [],
                measured: [Bincode],
            }
            Bincode1 {
                name: "bincode1",
                module: bincode1,
                package: "bincode",
                paths: ["bincode::features::serde:: +Fixint", "bincode::ser::", "bincode::de::", "alloc::boxed::Box<bincode::error::ErrorKind"],
                docs: "[bincode](https://docs.rs/bincode/2.0.1) in the layout of its version 1, with integers of a fixed width: \
                       the bytes are those that `bincode::serialize` of version 1.3 writes.",
                can: [
                    PositionalFields AnyName
                    PositionalVariants ManyVariants UnitVariantEntries
                    NestedOptions UnitStructs AnyMapKey
                ],
                buffered: [],
                measured: [Bincode1],
            }
            Postcard {
                name: "postcard",
                module: postcard,
                package: "postcard",
                paths: ["postcard::"],
                docs: "[postcard](https://docs.rs/postcard).",
                can: [
                    PositionalFields AnyName
                    PositionalVariants ManyVariants UnitVariantEntries
                    NestedOptions UnitStructs AnyMapKey
                ],
                buffered: [],
                measured: [Postcard],
            }
            Bitcode {
                name: "bitcode",
                module: bitcode,
                package: "bitcode",
                paths: ["bitcode::serde::", "bitcode::error::"],
                docs: "[bitcode](https://docs.rs/bitcode) through serde.",
                can: [
                    PositionalFields AnyName
                    PositionalVariants UnitVariantEntries
                    NestedOptions UnitStructs AnyMapKey
                ],
                buffered: [],
                measured: [],
            }
            MessagePack {
                name: "messagepack",
                module: messagepack,
                package: "rmp-serde",
                paths: ["rmp_serde::encode:: -StructMapConfig -_named", "rmp_serde::decode::"],
                docs: "[rmp-serde](https://docs.rs/rmp-serde) in its compact layout: structs are arrays.",
                can: [
                    SelfDescribing PositionalFields AnyName
                    NamedVariants ManyVariants UnitVariantEntries
                    UnitStructs AnyMapKey
                ],
                buffered: [MessagePack: NumberKeys Newtypes BufferedEmptyShapes BufferedUnits],
                measured: [],
            }
            MessagePackNamed {
                name: "messagepack-named",
                module: messagepack_named,
                package: "rmp-serde",
                paths: ["rmp_serde::encode:: +StructMapConfig", "rmp_serde::encode:: +_named"],
                docs: "[rmp-serde](https://docs.rs/rmp-serde) with names: structs are maps.",
                can: [
                    SelfDescribing NamedFields AnyName
                    NamedVariants ManyVariants UnitVariantEntries
                    UnitStructs AnyMapKey
                ],
                buffered: [MessagePackNamed: NumberKeys Newtypes BufferedEmptyShapes BufferedUnits],
                measured: [],
            }
            Cbor {
                name: "cbor",
                module: cbor,
                package: "ciborium",
                paths: ["ciborium::"],
                docs: "[ciborium](https://docs.rs/ciborium).",
                can: [
                    SelfDescribing NamedFields AnyName
                    NamedVariants ManyVariants
                    AnyMapKey
                ],
                buffered: [Cbor: NumberKeys Newtypes BufferedEmptyShapes],
                measured: [],
            }
            Json {
                name: "json",
                module: json,
                package: "serde_json",
                paths: ["serde_json::"],
                docs: "[serde_json](https://docs.rs/serde_json), with `float_roundtrip`.\n\nA float that is not finite is an error \
                       when it is encoded: serde_json alone would write `null`.",
                can: [
                    SelfDescribing NamedFields AnyName
                    NamedVariants ManyVariants UnitVariantEntries
                ],
                buffered: [Json: BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers],
                measured: [Json],
            }
            Ron {
                name: "ron",
                module: ron,
                package: "ron",
                paths: ["ron::"],
                docs: "[ron](https://docs.rs/ron) with default options but for the depth.",
                can: [
                    SelfDescribing NamedFields
                    NamedVariants ManyVariants UnitVariantEntries
                    NestedOptions UnitStructs AnyMapKey
                ],
                buffered: [Ron: NumberKeys BufferedOneForm BufferedUnits BufferedMarkers],
                measured: [Ron],
            }
        }
    };
}

/// A row of [`formats!`](crate::formats) as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The name of its type.
    pub type_name: &'static str,
    /// What reports and errors print, and the cargo feature of its codec.
    pub name: &'static str,
    /// The package that has the codec.
    pub package: &'static str,
    /// How the names of its serializers and deserializers begin, with words that they must (`+`) or must not (`-`) have.
    pub paths: &'static [&'static str],
    /// The capabilities that not every format has: names of traits.
    pub can: &'static [&'static str],
    /// What it can do through serde's buffer: names of traits.
    pub buffered: &'static [&'static str],
    /// Whether the matrix of the main job has it.
    pub is_measured: bool,
}

macro_rules! rows {
    ([] $($Format:ident {
        name: $name:literal, module: $module:ident, package: $package:literal, paths: [$($path:literal),*], docs: $docs:literal,
        can: [$($can:ident)*], buffered: [$($Buffered:ident: $($buffered:ident)*)?], measured: [$($measured:ident)?],
    })*) => {
        &[$(Format {
            type_name: stringify!($Format),
            name: $name,
            package: $package,
            paths: &[$($path),*],
            can: &[$(stringify!($can)),*],
            buffered: &[$($(stringify!($buffered)),*)?],
            is_measured: !stringify!($($measured)?).is_empty(),
        }),*]
    };
}

/// Every format, in the order of the reports.
pub const FORMATS: &[Format] = formats!(rows);

/// What a format is asked through serde's buffer, and only if it is self-describing.
const BUFFERED: &[&str] = &[
    "NumberKeys",
    "WideIntegers",
    "BufferedOneForm",
    "Newtypes",
    "BufferedEmptyShapes",
    "BufferedUnits",
    "BufferedMarkers",
];

impl Format {
    /// Whether the capability, the name of a trait, says what goes through serde's buffer. On its own, every format has it.
    ///
    /// ```
    /// assert!(wirecheck_rules::Format::is_of_buffer("WideIntegers"));
    /// assert!(!wirecheck_rules::Format::is_of_buffer("NamedFields"));
    /// ```
    pub fn is_of_buffer(capability: &str) -> bool {
        BUFFERED.contains(&capability)
    }

    /// Whether a serializer or deserializer of that name, as `core::any::type_name` has it, is one of this format.
    ///
    /// ```
    /// let format = |name| wirecheck_rules::FORMATS.iter().find(|format| format.name == name).unwrap();
    /// let named = "rmp_serde::encode::Serializer<W, rmp_serde::config::StructMapConfig<rmp_serde::config::DefaultConfig>>";
    /// assert!(format("messagepack-named").has_serializer(named));
    /// assert!(!format("messagepack").has_serializer(named));
    /// ```
    pub fn has_serializer(&self, name: &str) -> bool {
        self.paths.iter().any(|path| Self::is_at(path, name))
    }

    /// Whether a name is meant by one of [`paths`](Self::paths).
    pub fn is_at(path: &str, name: &str) -> bool {
        let mut words = path.split(' ');
        words.next().is_some_and(|head| name.starts_with(head))
            && words.all(|word| match word.strip_prefix('+') {
                Some(word) => name.contains(word),
                None => !name.contains(word.trim_start_matches('-')),
            })
    }

    /// Whether it has the capability, the name of a trait, where that matters; nothing where it does not.
    ///
    /// ```
    /// let format = |name| wirecheck_rules::FORMATS.iter().find(|format| format.name == name).unwrap();
    /// assert_eq!(format("json").can("SelfDescribing"), Some(true));
    /// assert_eq!(format("bincode").can("SelfDescribing"), Some(false));
    /// // serde's buffer is not used with a format that is not self-describing.
    /// assert_eq!(format("bincode").can("WideIntegers"), None);
    /// ```
    pub fn can(&self, capability: &str) -> Option<bool> {
        if Self::is_of_buffer(capability) {
            let is_asked = self.can.contains(&"SelfDescribing");
            is_asked.then(|| self.buffered.contains(&capability))
        } else {
            // The channel of a pool carries shared memory next to the bytes of every format.
            Some(capability == "SharesMemory" || self.can.contains(&capability))
        }
    }
}
