//! Parameters of every kind.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::marker::PhantomData;
use wirecheck::{Bincode, Json, Sendable};

/// Defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Defaults<T = u8, U = Vec<T>> {
    /// A field.
    pub one: T,
    /// A field.
    pub two: U,
}

/// Constants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Constants<const N: usize, const FLAG: bool = true> {
    /// A field.
    pub it: u8,
}

/// Both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Both<T, const N: usize> {
    /// A field.
    pub it: Vec<T>,
}

/// Conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Conditions<K, V>
where
    K: Ord + Clone + Debug,
    V: Into<u64> + Copy,
{
    /// A field.
    pub keys: Vec<K>,
    /// A field.
    pub values: V,
}

/// Bounds at the parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: DeserializeOwned"))]
pub struct Bounded<T: Clone>(pub T);

/// A family.
pub trait Family {
    /// A member.
    type Member;
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers;

impl Family for Numbers {
    type Member = u64;
}

/// Associated types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(bound(serialize = "T::Member: Serialize", deserialize = "T::Member: DeserializeOwned"))]
pub struct Members<T: Family> {
    /// A field.
    pub all: Vec<T::Member>,
}

/// Named only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Tagged<T> {
    /// A field.
    pub id: u64,
    /// What of.
    #[serde(skip)]
    pub of: PhantomData<T>,
}

/// Within itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub enum Tree<T> {
    /// An end.
    Leaf(T),
    /// A fork.
    Fork(Vec<Self>),
    /// By name.
    #[expect(clippy::use_self, reason = "the name of a type within itself")]
    Named(Box<Tree<T>>),
}

/// Maps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Maps<V> {
    /// A field.
    pub by_name: BTreeMap<String, V>,
}

const fn needs<T: Sendable<Bincode> + Sendable<Json>>() {}

/// What they are used with.
pub const USES: () = {
    needs::<Defaults>();
    needs::<Defaults<String, (u8, u16)>>();
    needs::<Constants<3>>();
    needs::<Both<u8, 7>>();
    needs::<Conditions<String, u32>>();
    needs::<Bounded<Vec<u8>>>();
    needs::<Members<Numbers>>();
    needs::<Tagged<u8>>();
    needs::<Tree<String>>();
    needs::<Maps<Tree<u8>>>();
};
