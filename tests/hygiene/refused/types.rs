//! Shapes that serde's derive takes and ours refuses: in its own words, and in no others.

#![allow(dead_code)]

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::HashMap;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
pub struct Static(&'static str);

#[derive(Serialize, Deserialize, Sendable)]
pub enum StaticInVariants {
    Struct { it: &'static str },
    Tuple(&'static [u8], u8),
    Option(Option<&'static str>),
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct Borrowing<'a> {
    #[serde(borrow)]
    it: Cow<'a, str>,
    next: &'a [u8],
    forever: &'static str,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct HalfStatic {
    #[serde(skip_deserializing)]
    skipped: &'static str,
    other: isize,
}

pub struct Theirs<T> {
    it: T,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "Theirs")]
pub struct TheirsDef<T> {
    it: T,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "Theirs<u8>")]
pub struct TheirsOfBytes {
    it: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(remote = "Self")]
pub struct ByHand;

#[derive(Serialize, Deserialize, Sendable)]
pub struct UsesThem {
    #[serde(with = "TheirsOfBytes")]
    it: Theirs<u8>,
}

/// It has no serde impls.
pub struct Bare;

fn put<S: Serializer>(_: &Bare, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_unit()
}

fn get<'de, D: Deserializer<'de>>(from: D) -> Result<Bare, D::Error> {
    <()>::deserialize(from).map(|()| Bare)
}

fn put_nothing<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
    to.serialize_unit()
}

fn get_nothing<'de, D: Deserializer<'de>>(from: D) -> Result<(), D::Error> {
    <()>::deserialize(from)
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "t", content = "c")]
pub enum OwnCode<T> {
    #[serde(serialize_with = "put", deserialize_with = "get")]
    Newtype(Bare),
    Tuple(T, #[serde(serialize_with = "put", deserialize_with = "get")] Bare),
    #[serde(serialize_with = "put", deserialize_with = "get")]
    Struct { it: Bare },
    #[serde(serialize_with = "put_nothing", deserialize_with = "get_nothing")]
    Unit,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
pub enum OwnCodeUntagged {
    Newtype(#[serde(serialize_with = "put", deserialize_with = "get")] Bare),
    #[serde(serialize_with = "put_nothing", deserialize_with = "get_nothing")]
    Unit,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct Flattened<T> {
    id: u8,
    #[serde(flatten)]
    rest: T,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub struct FlattenedWith {
    #[serde(flatten, serialize_with = "put", deserialize_with = "get")]
    it: Bare,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct FlattenedMap {
    id: u8,
    #[serde(flatten)]
    rest: HashMap<String, u8>,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct HalfFlattened<T> {
    #[serde(flatten, skip_deserializing)]
    rest: T,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub enum HalfSkipped {
    Braced {
        #[serde(skip_deserializing)]
        it: u8,
    },
    Tuple(#[serde(skip_deserializing)] u8),
    #[serde(skip_deserializing)]
    Variant,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(untagged)]
pub enum Alike<T> {
    Long {
        id: T,
        #[serde(flatten)]
        rest: T,
    },
    Short {
        id: T,
    },
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(from = "u8", into = "u8")]
pub struct Converted(u8);

impl From<u8> for Converted {
    fn from(it: u8) -> Self {
        Self(it)
    }
}

impl From<Converted> for u8 {
    fn from(it: Converted) -> Self {
        it.0
    }
}

impl Clone for Converted {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

/// With one that was refused inside: nothing more is said about it.
#[derive(Serialize, Deserialize, Sendable)]
pub struct Outer {
    converted: Converted,
    half: HalfStatic,
    codes: OwnCode<u8>,
}

/// The same among types that contain each other.
#[derive(Serialize, Deserialize, Sendable)]
#[sendable(recursive)]
pub struct Circle {
    converted: Converted,
    next: Vec<Other>,
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct Other(Circle);
