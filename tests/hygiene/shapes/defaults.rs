//! Where serde asks a parameter for `Default`.

use super::sent;
use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
pub struct NotRead<T> {
    #[serde(skip_deserializing)]
    #[sendable(accept = "one-sided-skip")]
    last: T,
    size: u8,
}
const _: () = sent::<NotRead<u8>>();

#[derive(Serialize, Deserialize, Sendable)]
#[serde(deny_unknown_fields)]
pub struct NotReadStrictly<T> {
    #[serde(skip_deserializing)]
    #[sendable(accept = "one-sided-skip")]
    last: T,
}

#[derive(Serialize, Deserialize, Sendable)]
pub enum OfVariants<T> {
    One {
        #[serde(skip_deserializing)]
        #[sendable(accept = "one-sided-skip")]
        last: T,
    },
    Two(#[serde(skip)] #[sendable(accept = "skip")] T, u8),
    #[serde(skip)]
    Three(T),
}

/// No `Default` is asked for: the function makes it.
#[derive(Serialize, Deserialize, Sendable)]
pub struct ByFunction<T> {
    #[serde(skip, default = "Vec::new")]
    #[sendable(accept = "skip")]
    cache: Vec<T>,
    size: u8,
}

/// Without a default.
pub struct Bare;
const _: () = sent::<ByFunction<Bare>>();

/// The default of the whole type stands in for each field.
#[derive(Serialize, Deserialize, Sendable)]
#[serde(default)]
pub struct OfType<T> {
    #[serde(skip)]
    #[sendable(accept = "skip")]
    cache: Option<T>,
    size: u8,
}

impl<T> Default for OfType<T> {
    fn default() -> Self {
        Self { cache: None, size: 3 }
    }
}
const _: () = sent::<OfType<Bare>>();

/// A family of types.
pub trait Family {
    /// Its member.
    type Member;
}

#[derive(Serialize, Deserialize, Sendable)]
pub struct OfMember<T: Family> {
    #[serde(default)]
    it: T::Member,
}
