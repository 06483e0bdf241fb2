//! A type that the compiler made code for.

use serde::{Deserialize, Serialize};

/// One of serde's two traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Written.
    Serialize,
    /// Read.
    Deserialize,
}

/// A type with one of serde's traits. Its name is as `core::any::type_name` has it: `app::Pair<app::Leaf, alloc::string::String>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TypeNote {
    /// All of its parameters are known.
    pub name: String,
    /// The trait that this is about: a type can derive the one and have the other by hand.
    pub side: Side,
    /// Who wrote the impl.
    pub kind: Kind,
    /// What the types of its fields are in the end, if it is derived: every field, skipped ones and those with a `with` too.
    pub fields: Vec<FieldNote>,
    /// What the types of its attributes are in the end, if it is derived.
    pub converted: Converted,
}

/// Who wrote an impl.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Serde's derive; an index into [`Survey::sources`](super::Survey::sources).
    Derived(usize),
    /// Somebody, or another derive.
    ByHand,
    /// Serde, for a type of the standard library.
    Std,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldNote {
    /// The index of the variant, in an enum.
    pub variant: Option<u32>,
    /// The index of the field in its struct or variant.
    pub field: u32,
    /// The name of its type.
    pub type_name: String,
}

/// The types that serde's attributes of a container name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Converted {
    /// `#[serde(into = "..")]`.
    pub into: Option<String>,
    /// `#[serde(from = "..")]`.
    pub from: Option<String>,
    /// `#[serde(try_from = "..")]`.
    pub try_from: Option<String>,
    /// `#[serde(remote = "..")]`.
    pub remote: Option<String>,
}
