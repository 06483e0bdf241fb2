//! Nothing inside, or hardly anything.

use super::sent;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
pub struct Unit;

#[derive(Serialize, Deserialize, Sendable)]
pub struct Tuple();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub struct TupleStrict();

#[derive(Serialize, Deserialize, Sendable)]
pub struct SkippedTuple(#[serde(skip)] #[sendable(accept = "skip")] u8, u8);

#[derive(Serialize, Deserialize, Sendable)]
pub struct HalfSkippedTuple(#[serde(skip_deserializing)] #[sendable(accept = "one-sided-skip")] u8, u8);

#[derive(Serialize, Deserialize, Sendable)]
pub struct Braced {}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub struct BracedStrict {}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub struct UnitStrict;

#[derive(Serialize, Deserialize, Sendable)]
pub struct AllSkipped {
    #[serde(skip)]
    #[sendable(accept = "skip")]
    size: u8,
}

#[derive(Serialize, Deserialize, Sendable)]
pub enum Never {}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub enum NeverStrict {}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "t", content = "c")]
pub enum NeverAdjacent {}

#[derive(Serialize, Deserialize, Sendable)]
pub enum OneBraced {
    Only {},
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub enum Empties {
    Braced {},
    Tuple(),
    SkippedBraced {
        #[serde(skip)]
        #[sendable(accept = "skip")]
        size: u8,
    },
    SkippedTuple(#[serde(skip)] #[sendable(accept = "skip")] u8, bool),
}

#[derive(Serialize, Deserialize, Sendable)]
#[serde(tag = "t", content = "c")]
pub enum EmptiesAdjacent {
    Struct {},
    Tuple(),
}

#[derive(Serialize, Deserialize, Sendable)]
pub enum WithOther {
    #[serde(skip)]
    Text(String),
    #[serde(other)]
    Unknown,
}

/// No value of the parameter is ever written.
#[derive(Serialize, Deserialize, Sendable)]
pub enum SkippedParameter<T> {
    #[serde(skip)]
    Some(T),
    None,
}

/// It has no serde impls.
pub struct Bare;
const _: () = sent::<SkippedParameter<Bare>>();

#[derive(Serialize, Deserialize, Sendable)]
pub struct Phantom<T> {
    of: std::marker::PhantomData<T>,
}
const _: () = sent::<Phantom<Bare>>();
