//! Every name that the macros generate, as a name of the crate's own.

#![forbid(unsafe_code)]
#![deny(warnings)]
#![allow(nonstandard_style, dead_code)]

use serde::{Deserialize, Serialize};
use wirecheck::{Json, Sendable, closure, probe};

macro_rules! types {
    ($($name:ident)*) => {$(
        /// A type with this name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Sendable)]
        pub struct $name(pub u8);

        const _: () = assert!(probe!($name: Sendable<Json>));
    )*};
}

types!(Probe No __Parts Parts Part T F __F __F_ K C A R Me It Value Fields Field Shape AnyFormat Buffered NotNull MapKey Flatten);

/// As of the traits in the conditions.
pub trait Named<A> {}
impl Named<T> for Probe {}
impl Named<Probe> for No {}
impl Named<No> for T {}

const _: () = {
    assert!(probe!(Probe: Named<T>));
    assert!(probe!(No: Named<Probe>));
    assert!(probe!(T: Named<No> + Copy));
    assert!(!probe!(T: Named<T>));
    assert!(!probe!([Probe]: Sized));
    assert!(probe!([No]: Send));
    assert!(probe!(Holds<F, __F>: Sendable<Json>));
};

/// As parameters, in every position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Parameters<__F, F, T, K> {
    pub one: __F,
    pub two: Vec<F>,
    pub three: Option<T>,
    pub four: K,
}

/// With a parameter of each name, next to a type of the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[serde(bound = "F: Serialize + serde::de::DeserializeOwned, __F: Serialize + serde::de::DeserializeOwned")]
pub struct Holds<F, __F> {
    pub one: F,
    pub two: __F,
    pub probe: Probe,
    pub no: Option<No>,
}

/// The names of functions, as constants that fields depend on.
pub const __fields: usize = 2;
pub const __format: usize = 3;

/// An array of each length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
#[sendable(formats(Json))]
pub struct Lengths {
    pub one: [u8; __fields],
    pub two: [u8; __format],
}

/// The words of serde and of the derive as names of fields and variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub struct Words {
    pub serde: u8,
    pub sendable: u8,
    pub probe: u8,
    pub SHAPE: u8,
    pub r#type: u8,
    pub r#fn: u8,
    pub VERDICT: Verdict,
}

/// As the constants of traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]
pub enum Verdict {
    SHAPE,
    VERDICT,
    Sendable,
    r#type,
}

pub const VERDICT: bool = probe!(Verdict: Sendable<Json>);
pub const SHAPE: bool = probe!(Words: Sendable<Json>);
const _: () = assert!(VERDICT && SHAPE);

pub fn sum(captures: u32, it: u32) -> u32 {
    closure!(|args: u32| args + captures + it).call(1)
}

/// A module with the name of rustc's own attributes.
pub mod diagnostic {}

#[derive(serde::Serialize, serde::Deserialize, wirecheck::Sendable)]
pub struct Trusting {
    #[sendable(trust(Json, Cbor))]
    it: u8,
}
