//! What serde attributes ask of a format. rustc checks these, at the attribute, per format.

/// A marker trait of `wirecheck::format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Takes any text as a name.
    AnyName,
    /// Reads a shape without content back.
    BufferedEmptyShapes,
    /// Takes an enum of any number of variants.
    ManyVariants,
    /// Reads a unit struct back.
    BufferedMarkers,
    /// Writes field names.
    NamedFields,
    /// Writes variants by name.
    NamedVariants,
    /// Reads a struct of one unnamed field back.
    Newtypes,
    /// Finds fields by their position.
    PositionalFields,
    /// Writes variants as numbers.
    PositionalVariants,
    /// Answers `deserialize_any`.
    SelfDescribing,
    /// Takes a newtype of the name `_ExtStruct`.
    TakesExtStruct,
    /// Takes an enum of the name `@@TAG@@`.
    TakesCborTag,
    /// Takes a type of a name that serde_json gives its own types.
    TakesJsonPrivate,
}

impl Capability {
    /// The name of the trait.
    pub const fn trait_name(self) -> &'static str {
        match self {
            Self::AnyName => "AnyName",
            Self::BufferedEmptyShapes => "BufferedEmptyShapes",
            Self::ManyVariants => "ManyVariants",
            Self::BufferedMarkers => "BufferedMarkers",
            Self::NamedFields => "NamedFields",
            Self::NamedVariants => "NamedVariants",
            Self::Newtypes => "Newtypes",
            Self::PositionalFields => "PositionalFields",
            Self::PositionalVariants => "PositionalVariants",
            Self::SelfDescribing => "SelfDescribing",
            Self::TakesExtStruct | Self::TakesCborTag | Self::TakesJsonPrivate => "TakesTypeName",
        }
    }

    /// The argument of the trait, if it has one: a type of `wirecheck::format::type_names`.
    pub const fn argument(self) -> Option<&'static str> {
        match self {
            Self::TakesExtStruct => Some("ExtStruct"),
            Self::TakesCborTag => Some("CborTag"),
            Self::TakesJsonPrivate => Some("JsonPrivate"),
            _ => None,
        }
    }
}

/// What an attribute asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The word inside `#[serde(..)]`, with its place where the same word means two things.
    pub attribute: &'static str,
    /// Every one of these.
    pub asks: &'static [Capability],
    /// What happens in a format without them.
    pub why: &'static str,
}

use Capability::{
    AnyName, BufferedEmptyShapes, BufferedMarkers, ManyVariants, NamedFields, NamedVariants, Newtypes,
    PositionalFields, PositionalVariants, SelfDescribing, TakesCborTag, TakesExtStruct, TakesJsonPrivate,
};

/// Everything about a type that asks something of the format, sorted by name.
pub const CAPABILITIES: &[Need] = &[
    Need {
        attribute: "content",
        asks: &[SelfDescribing],
        why: "an adjacently tagged enum reads its tag and content in either order, through `deserialize_any`",
    },
    Need {
        attribute: "content with struct or unit variants",
        asks: &[SelfDescribing, NamedFields],
        why: "a list of a tag and a content cannot be told from a list of values where names are not written",
    },
    Need {
        attribute: "enum of one variant, or of more than 256",
        asks: &[ManyVariants],
        why: "a variant that is written in one byte ends at 256, and a format that does not write the only one loses count of them",
    },
    Need {
        attribute: "flatten",
        asks: &[SelfDescribing],
        why: "a flattened struct is written as a map of unknown length and read back through `deserialize_any`",
    },
    Need {
        attribute: "name of a field, split or shared",
        asks: &[PositionalFields],
        why: "a reader that looks for names does not find what was written, or finds the value of another field",
    },
    Need {
        attribute: "name of a variant, split or shared",
        asks: &[PositionalVariants],
        why: "a reader that looks for names does not know the variant, or takes it for another one",
    },
    Need {
        attribute: "name that is no identifier",
        asks: &[AnyName],
        why: "a format that writes names as Rust does cannot write it",
    },
    Need {
        attribute: "newtype",
        asks: &[Newtypes],
        why: "through serde's buffer, a newtype in parentheses cannot be told from a list of one",
    },
    Need {
        attribute: "other",
        asks: &[SelfDescribing],
        why: "a variant that is not known must be skipped, whatever it holds, through `deserialize_any`",
    },
    Need {
        attribute: "skip on a variant before others",
        asks: &[NamedVariants],
        why: "the writer counts the skipped variant and the reader does not",
    },
    Need {
        attribute: "skip_serializing_if",
        asks: &[NamedFields],
        why: "a field that is left out shifts every later field of a positional format, often without any error",
    },
    Need {
        attribute: "skip_serializing_if at the end of a tuple",
        asks: &[SelfDescribing],
        why: "a list that ends early is read as a shorter one only where the format says where it ends",
    },
    Need {
        attribute: "struct without fields",
        asks: &[BufferedEmptyShapes],
        why: "through serde's buffer, an empty shape cannot be told from `()`",
    },
    Need {
        attribute: "tag on a struct",
        asks: &[NamedFields],
        why: "the tag is one more element in front, so a positional format reads it as the first field",
    },
    Need {
        attribute: "tag on an enum",
        asks: &[SelfDescribing],
        why: "the tag is found by looking through the content, through `deserialize_any`",
    },
    Need {
        attribute: "type named `$serde_json::private::..`",
        asks: &[TakesJsonPrivate],
        why: "serde_json writes a struct of such a name as a number or as it is",
    },
    Need {
        attribute: "type named `@@TAG@@`",
        asks: &[TakesCborTag],
        why: "ciborium reads an enum of this name as a tag",
    },
    Need {
        attribute: "type named `_ExtStruct`",
        asks: &[TakesExtStruct],
        why: "rmp-serde writes a newtype of this name as an extension type, which has to be a number and bytes",
    },
    Need {
        attribute: "unit struct",
        asks: &[BufferedMarkers],
        why: "through serde's buffer, a unit struct cannot be told from null or an empty list",
    },
    Need {
        attribute: "untagged",
        asks: &[SelfDescribing],
        why: "every variant is tried in turn on content that was read through `deserialize_any`",
    },
    Need {
        attribute: "untagged with struct variants",
        asks: &[SelfDescribing, NamedFields],
        why: "a struct without field names cannot be told from a list",
    },
];

/// The entry for an attribute of [`CAPABILITIES`].
impl Need {
    /// Looks an attribute up.
    pub fn of(attribute: &str) -> Option<&'static Need> {
        CAPABILITIES.iter().find(|need| need.attribute == attribute)
    }
}
