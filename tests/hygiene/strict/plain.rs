//! Ordinary types with the attributes of serde.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use wirecheck::Sendable;

/// A struct.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Job {
    /// A field.
    pub name: String,
    /// Another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<u32>,
    /// Skipped.
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    pub cache: HashMap<String, u64>,
    /// Vouched for.
    #[sendable(trust(AnyFormat))]
    pub range: Option<f64>,
    /// Within itself.
    pub next: Option<Box<Self>>,
    /// Two of a type.
    pub first: BTreeMap<String, (u8, u16)>,
    /// Two of a type.
    pub second: BTreeMap<String, (u8, u16)>,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Sendable)]
pub enum Choice {
    /// Nothing.
    Nothing,
    /// One.
    One(u8),
    /// Named.
    Named {
        /// A part.
        part: String,
    },
}

/// A newtype.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(transparent)]
pub struct Id(pub u64);

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Unit;

/// Through another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(from = "u32", into = "u32")]
#[sendable(accept("hand-written-conversion", AnyFormat))]
pub struct Meters(u32);

impl From<u32> for Meters {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<Meters> for u32 {
    fn from(meters: Meters) -> Self {
        meters.0
    }
}

/// Opted in, in some formats: of wirecheck's, and one by its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Listed<T> {
    /// Vouched for.
    #[sendable(trust(Json, wirecheck::format::Cbor))]
    pub trusted: Option<T>,
    /// Skipped.
    #[serde(skip)]
    #[sendable(accept("skip", Json, Ron))]
    pub cache: u8,
    /// Renamed.
    #[serde(rename(serialize = "a", deserialize = "b"))]
    #[sendable(accept("split-rename", Json))]
    pub renamed: u8,
}

/// Written as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Sendable)]
#[sendable(shape = "u8")]
pub struct Declared {
    it: u8,
}

impl Serialize for Declared {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.it.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Declared {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { it: u8::deserialize(deserializer)? })
    }
}

/// Private, within a public one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
struct Private {
    it: u8,
}

/// Public, around a private one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Around {
    private: Vec<Private>,
}

impl Around {
    /// Makes one.
    #[must_use]
    pub fn new(it: u8) -> Self {
        Self { private: vec![Private { it }] }
    }
}
