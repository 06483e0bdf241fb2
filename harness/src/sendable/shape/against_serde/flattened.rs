//! Structs of flattened fields, and of flattened fields in flattened fields: what is accepted has to come back.

use super::parts::{self, Flat, each_part, is_accepted};
use super::{Tally, Wire};
use crate::Sendable;
use crate::format::{AnyFormat, Buffered};
use crate::sendable::shape::tagged::why_not;
use crate::sendable::shape::{Field, Shape};
use parts::*;
use serde::{Deserialize, Serialize};

const U8: Shape = Shape::Integer { min: 0, max: 255 };

/// A struct of two flattened fields.
macro_rules! outer {
    ($($(#[$meta:meta])* $name:ident: $own:expr, $is_strict:literal;)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        $(#[$meta])*
        struct $name<P, Q> {
            id: u8,
            #[serde(flatten)]
            first: P,
            #[serde(flatten)]
            second: Q,
        }

        impl<P: Flat, Q: Flat> $name<P, Q> {
            fn compare(tally: &mut Tally) {
                let is_accepted = P::is_accepted()
                    && Q::is_accepted()
                    && is_accepted($own, &[P::shape(), Q::shape()], $is_strict);
                let mut values = Vec::new();
                for first in P::all() {
                    values.extend(Q::all().into_iter().map(|second| Self { id: 1, first: first.clone(), second }));
                }
                let what = format!("{}<{}, {}>", stringify!($name), P::name(), Q::name());
                tally.add(&what, is_accepted, &Wire::json(), &values);
            }
        }
    )*};
}
outer! {
    Outer: &[Field::new("id", U8)], false;
    #[serde(deny_unknown_fields)]
    OuterStrict: &[Field::new("id", U8)], true;
    #[serde(tag = "outer")]
    OuterTagged: &[Field::new("outer", Shape::Text).read_by(&[]), Field::new("id", U8)], false;
}

/// What stands between. Whether it may is compared here: what depends on a parameter, the derive leaves to its author.
macro_rules! middle {
    ($($name:ident, $value:ident => $new:expr, if $accepted:expr; $item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
        #[sendable(crate = "crate", accept("flatten-overlap", "flatten-denied", AnyFormat))]
        $item

        impl<P: Flat + Sendable<Buffered<AnyFormat>>> Flat for $name<P> {
            fn all() -> Vec<Self> {
                P::all().into_iter().map(|$value| $new).collect()
            }
            fn is_accepted() -> bool {
                P::is_accepted() && $accepted
            }
        }
    )*};
}
middle! {
    Middle, part => Self { mine: 1, part }, if is_accepted(&[Field::new("mine", U8)], &[P::shape()], false);
    struct Middle<P> { mine: u8, #[serde(flatten)] part: P }
    MiddleStrict, part => Self { mine: 1, part }, if is_accepted(&[Field::new("mine", U8)], &[P::shape()], true);
    #[serde(deny_unknown_fields)]
    struct MiddleStrict<P> { mine: u8, #[serde(flatten)] part: P }
}

/// An internally tagged enum of a part, and of a struct with a flattened part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[sendable(crate = "crate", accept("tag-overlap", AnyFormat))]
#[serde(tag = "middle")]
enum Choice<P> {
    New(P),
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[sendable(crate = "crate", accept("flatten-overlap", "flatten-denied", AnyFormat))]
#[serde(tag = "middle", deny_unknown_fields)]
enum ChoiceStrict<P> {
    Struct {
        mine: u8,
        #[serde(flatten)]
        part: P,
    },
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[sendable(crate = "crate")]
#[serde(untagged)]
enum Bare<P> {
    New(P),
}

impl<P: Flat + Sendable<Buffered<AnyFormat>>> Flat for Choice<P> {
    fn all() -> Vec<Self> {
        P::all().into_iter().map(Self::New).collect()
    }
    fn is_accepted() -> bool {
        P::is_accepted() && why_not(&P::shape(), "middle").is_none()
    }
}
impl<P: Flat + Sendable<Buffered<AnyFormat>>> Flat for ChoiceStrict<P> {
    fn all() -> Vec<Self> {
        P::all().into_iter().map(|part| Self::Struct { mine: 1, part }).collect()
    }
    fn is_accepted() -> bool {
        let own = [Field::new("middle", Shape::Text), Field::new("mine", U8)];
        P::is_accepted() && is_accepted(&own, &[P::shape()], true)
    }
}
impl<P: Flat + Sendable<Buffered<AnyFormat>>> Flat for Bare<P> {
    fn all() -> Vec<Self> {
        P::all().into_iter().map(Self::New).collect()
    }
    fn is_accepted() -> bool {
        P::is_accepted()
    }
}
impl<P: Flat> Flat for Option<P> {
    fn all() -> Vec<Self> {
        P::all().into_iter().map(Some).chain([None]).collect()
    }
    fn is_accepted() -> bool {
        P::is_accepted()
    }
}

/// Next to what takes its entries and what leaves them, before it and after it: a reader sees what earlier ones left.
fn with_neighbour<P: Flat>(tally: &mut Tally) {
    Outer::<P, AdjacentStrict>::compare(tally);
    Outer::<AdjacentStrict, P>::compare(tally);
    Outer::<Tagged, P>::compare(tally);
    OuterStrict::<P, ()>::compare(tally);
    OuterTagged::<P, ()>::compare(tally);
}

#[test]
fn flattened_fields_come_back_or_are_refused() {
    let mut tally = Tally::default();
    macro_rules! each {
        ($part:ty) => {
            with_neighbour::<$part>(&mut tally);
            Outer::<$part, Deep>::compare(&mut tally);
            Outer::<DeepStrict, $part>::compare(&mut tally);
            Outer::<$part, Internal>::compare(&mut tally);
            OuterStrict::<$part, External>::compare(&mut tally);
        };
    }
    each_part!(each);
    tally.check(10);
}

fn within<P: Flat>(tally: &mut Tally) {
    Outer::<P, AdjacentStrict>::compare(tally);
    Outer::<Tagged, P>::compare(tally);
    OuterStrict::<P, ()>::compare(tally);
}

#[test]
fn what_is_flattened_in_what_is_flattened_comes_back_or_is_refused() {
    let mut tally = Tally::default();
    macro_rules! in_each {
        ($part:ty) => {
            within::<Middle<$part>>(&mut tally);
            within::<MiddleStrict<$part>>(&mut tally);
            within::<Choice<$part>>(&mut tally);
            within::<ChoiceStrict<$part>>(&mut tally);
            within::<Bare<$part>>(&mut tally);
            within::<Option<$part>>(&mut tally);
        };
    }
    each_part!(in_each);
    tally.check(10);
}
