//! What serde attributes ask of a format. rustc checks these, at the attribute, per format.

/// A marker trait of `wirecheck::format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Answers `deserialize_any`.
    SelfDescribing,
    /// Writes field names.
    NamedFields,
}

impl Capability {
    /// The name of the trait.
    pub const fn trait_name(self) -> &'static str {
        match self {
            Self::SelfDescribing => "SelfDescribing",
            Self::NamedFields => "NamedFields",
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

use Capability::{NamedFields, SelfDescribing};

/// Every serde attribute that asks something of the format, sorted by name.
pub const CAPABILITIES: &[Need] = &[
    Need {
        attribute: "content",
        asks: &[SelfDescribing],
        why: "an adjacently tagged enum reads its tag and content in either order, through `deserialize_any`",
    },
    Need {
        attribute: "content with struct variants",
        asks: &[SelfDescribing, NamedFields],
        why: "content that comes before the tag is buffered, and a struct without field names cannot be told from a list",
    },
    Need {
        attribute: "flatten",
        asks: &[SelfDescribing],
        why: "a flattened struct is written as a map of unknown length and read back through `deserialize_any`",
    },
    Need {
        attribute: "other",
        asks: &[SelfDescribing],
        why: "a variant that is not known must be skipped, whatever it holds, through `deserialize_any`",
    },
    Need {
        attribute: "skip_serializing_if",
        asks: &[NamedFields],
        why: "a field that is left out shifts every later field of a positional format, often without any error",
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
