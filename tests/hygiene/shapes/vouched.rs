//! Fields that the author vouches for, in generic types: what is known of a parameter is known where the type is used.

use super::sent;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;
use wirecheck::Sendable;

fn put<T, S: Serializer>(_: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_unit()
}

fn get<'de, T: Default, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    <()>::deserialize(from).map(|()| T::default())
}

/// It has no serde impls.
#[derive(Default)]
pub struct Bare;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "D: Default")]
pub struct Held<D> {
    #[serde(serialize_with = "put", deserialize_with = "get")]
    #[sendable(trust)]
    it: D,
}
const _: () = sent::<Held<Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
pub struct WithDefault<T> {
    #[serde(default, serialize_with = "put", deserialize_with = "get")]
    #[sendable(trust)]
    it: T,
}
const _: () = sent::<WithDefault<Bare>>();

/// `Arc<T>` is `Send` where `T` is `Send` and `Sync`.
#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "T: Default")]
pub struct Shared<T> {
    #[serde(serialize_with = "put", deserialize_with = "get")]
    #[sendable(trust)]
    it: Arc<T>,
}
const _: () = sent::<Shared<Bare>>();

/// A family of types.
pub trait Family {
    /// Its member.
    type Member;
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "T::Member: Default")]
pub struct OfMember<T: Family> {
    #[serde(serialize_with = "put", deserialize_with = "get")]
    #[sendable(trust)]
    it: T::Member,
    #[serde(skip)]
    #[sendable(accept = "skip")]
    cache: Option<T::Member>,
}

impl Family for Bare {
    type Member = Bare;
}
const _: () = sent::<OfMember<Bare>>();

/// One direction is the author's, and serde's own impl has the other.
#[derive(Serialize, Deserialize, Sendable)]
pub struct Half<T> {
    #[serde(serialize_with = "put")]
    #[sendable(trust, accept = "one-sided-with")]
    it: T,
}
const _: () = sent::<Half<u8>>();

#[derive(Serialize, Deserialize, Sendable)]
pub enum HalfOfVariant<T: Default> {
    #[serde(deserialize_with = "get")]
    #[sendable(accept = "one-sided-with")]
    One(#[sendable(trust)] T),
}
const _: () = sent::<HalfOfVariant<u8>>();
