//! `#[serde(bound = "..")]` in every position, for each direction.

use super::sent;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;
use wirecheck::Sendable;

/// How a value is written and read by code of one's own.
pub trait Wire: Sized {
    /// Writes it.
    fn put<S: Serializer>(value: &Self, to: S) -> Result<S::Ok, S::Error>;
    /// Reads it.
    fn get<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// It has no serde impls.
#[derive(Clone, Debug, PartialEq)]
pub struct Bare;

impl Wire for Bare {
    fn put<S: Serializer>(_: &Self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_unit()
    }

    fn get<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <()>::deserialize(from).map(|()| Self)
    }
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "D: Wire")]
pub struct OnTypeAndField<D, E> {
    #[serde(serialize_with = "Wire::put", deserialize_with = "Wire::get")]
    #[sendable(trust)]
    one: D,
    #[serde(serialize_with = "Wire::put", deserialize_with = "Wire::get", bound = "E: Wire")]
    #[sendable(trust)]
    two: E,
}
const _: () = sent::<OnTypeAndField<Bare, Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "D: Wire", deserialize = "D: Wire"))]
pub struct InTwoAttributes<D, E> {
    #[serde(serialize_with = "Wire::put", deserialize_with = "Wire::get")]
    #[sendable(trust)]
    one: D,
    #[serde(serialize_with = "Wire::put", bound(serialize = "E: Wire"))]
    #[serde(deserialize_with = "Wire::get", bound(deserialize = "E: Wire"))]
    #[sendable(trust)]
    two: E,
}
const _: () = sent::<InTwoAttributes<Bare, Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "D: Wire")]
pub enum OnVariants<D, E> {
    #[serde(serialize_with = "Wire::put", deserialize_with = "Wire::get")]
    One(#[sendable(trust)] D),
    #[serde(serialize_with = "Wire::put", deserialize_with = "Wire::get", bound = "E: Wire")]
    Two(#[sendable(trust)] E),
}
const _: () = sent::<OnVariants<Bare, Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
pub enum OnVariantsInTwoAttributes<D> {
    #[serde(serialize_with = "Wire::put", bound(serialize = "D: Wire"))]
    #[serde(deserialize_with = "Wire::get", bound(deserialize = "D: Wire"))]
    One {
        #[sendable(trust)]
        it: D,
    },
    Nothing,
}

/// The type alias hides the `PhantomData` from serde.
type Tag<T> = PhantomData<T>;

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound = "T: Send + 'static")]
pub struct Aliased<T> {
    #[serde(default)]
    #[sendable(trust)]
    tag: Tag<T>,
}

/// With lifetimes of its own next to `'de`.
pub trait Reads<'a, 'b> {}
impl<'a, 'b, T> Reads<'a, 'b> for T {}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: for<'a> Reads<'a, 'a> + Deserialize<'de>"))]
pub struct NestedLifetimes<T>(T);
const _: () = sent::<NestedLifetimes<u8>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T: Serialize", deserialize = "for<'a> T: Reads<'a, 'de>, T: Deserialize<'de>"))]
pub struct MixedLifetimes<T>(T);
const _: () = sent::<MixedLifetimes<u8>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: for<'a> Reads<'a, 'de> + DeserializeOwned"))]
pub struct AtTheTrait<T>(Vec<T>);
const _: () = sent::<AtTheTrait<u8>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(deserialize = "[&'de str; N]: Copy"))]
pub struct OfAConstant<const N: usize>;
const _: () = sent::<OfAConstant<3>>();

/// A family of types.
pub trait Family {
    /// Its member.
    type Member;
}
impl Family for Bare {
    type Member = u32;
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct Member<T: Family> {
    it: T::Member,
}
const _: () = sent::<Member<Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
pub struct Members<S, T: Family> {
    it: S,
    member: T::Member,
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T::Member: Serialize", deserialize = "T::Member: Deserialize<'de>"))]
pub struct Projected<T: Family + 'static>(<T as Family>::Member)
where
    T::Member: Send + 'static;
const _: () = sent::<Projected<Bare>>();
