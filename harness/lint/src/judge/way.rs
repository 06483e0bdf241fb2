//! In which format a value is read, and whether through serde's buffer.

use wirecheck_rules::{Capability, FORMATS, Format};

/// A format, or the most permissive one there can be; with or without serde's buffer in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    /// Its index in the list of formats; none for the most permissive one.
    format: Option<usize>,
    is_buffered: bool,
}

/// What stays as it is in the buffer. What goes through the buffer is found by its name, so it is never positional.
const AS_INSIDE: &[&str] = &[
    "SelfDescribing",
    "NamedFields",
    "AnyName",
    "NamedVariants",
    "ManyVariants",
    "UnitVariantEntries",
    "NestedOptions",
    "UnitStructs",
    "AnyMapKey",
    "SharesMemory",
];

impl Way {
    /// A format that can do whatever some format can.
    pub(crate) const ANY: Self = Self { format: None, is_buffered: false };

    /// The format of this name, such as `"json"`, if it is known.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let format = FORMATS.iter().position(|format| format.name == name)?;
        Some(Self { format: Some(format), is_buffered: false })
    }

    /// The same, read from serde's buffer.
    pub(crate) fn in_buffer(self) -> Self {
        Self { is_buffered: true, ..self }
    }

    /// Whether it is read from serde's buffer.
    pub(crate) fn is_buffered(self) -> bool {
        self.is_buffered
    }

    /// The format; none for the most permissive one.
    pub(crate) fn format(self) -> Option<&'static Format> {
        self.format.map(|index| &FORMATS[index])
    }

    /// Whether it has the capability, the name of a trait of `wirecheck::format`.
    pub(crate) fn can(self, capability: &str) -> bool {
        match (self.format(), self.is_buffered) {
            // What every format can do on its own.
            (_, false) if Format::is_of_buffer(capability) || capability == "SharesMemory" => true,
            (None, false) => true,
            // No format brings a 128-bit integer through the buffer.
            (None, true) => capability != "WideIntegers",
            (Some(format), false) => format.can.contains(&capability),
            (Some(format), true) => {
                format.buffered.contains(&capability)
                    || AS_INSIDE.contains(&capability) && Self { is_buffered: false, ..self }.can(capability)
            }
        }
    }

    /// Whether it has what a need asks for.
    pub(crate) fn has(self, capability: Capability) -> bool {
        match capability.argument() {
            Some(name) => self.takes_type_name(name),
            None => self.can(capability.trait_name()),
        }
    }

    /// Whether a type may have a name that the codec gives to a type of its own.
    fn takes_type_name(self, name: &str) -> bool {
        let format = self.format().map_or("", |format| format.type_name);
        !matches!(
            (name, format),
            ("ExtStruct", "MessagePack" | "MessagePackNamed") | ("CborTag", "Cbor") | ("JsonPrivate", "Json")
        )
    }
}
