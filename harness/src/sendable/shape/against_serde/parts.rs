//! Types that can be flattened, each with its values: every way in which serde reads and writes entries among others.

use crate::Sendable;
use crate::format::AnyFormat;
use crate::sendable::shape::denied::denied;
use crate::sendable::shape::flattened::overlap;
use crate::sendable::shape::{Field, Part, Shape};
use crate::sendable::{Flatten, NotNull};
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

/// A type with values of it, and whether its own comparisons hold.
pub(super) trait Flat:
    Sendable<AnyFormat> + Flatten<AnyFormat> + NotNull<AnyFormat> + Debug + Clone + PartialEq
{
    fn all() -> Vec<Self>;
    fn is_accepted() -> bool {
        true
    }
    fn name() -> String {
        let name = std::any::type_name::<Self>().replace("wirecheck::sendable::shape::against_serde::", "");
        name.replace("parts::", "").replace("flattened::", "").replace("core::option::", "")
    }
    fn shape() -> Shape {
        <Self as Sendable<AnyFormat>>::SHAPE
    }
}

/// Whether a struct with these entries and flattened fields is accepted.
pub(super) fn is_accepted(own: &[Field], shapes: &[Shape], is_strict: bool) -> bool {
    let parts: Vec<Part> = shapes.iter().map(|shape| Part { name: "part", shape: *shape }).collect();
    let text = ["", ""];
    overlap(own, &parts, text).is_none() && denied(own, &parts, is_strict, text).is_none()
}

macro_rules! derived {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
        #[sendable(crate = "crate")]
        $item
    )*};
}

macro_rules! parts {
    ($($ty:ty = [$($value:expr),* $(,)?];)*) => {
        $(impl Flat for $ty {
            fn all() -> Vec<Self> {
                vec![$($value),*]
            }
        })*
        /// Calls a macro with every type.
        macro_rules! each_part {
            ($call:ident) => { $($call!($ty);)* };
        }
        pub(super) use each_part;
    };
}

derived! {
    pub(super) struct Plain { a: u8 }
    #[serde(deny_unknown_fields)]
    pub(super) struct PlainStrict { b: u8 }
    #[serde(tag = "type")]
    pub(super) struct Tagged { c: u8 }
    pub(super) struct DeepIn { e: u8 }
    pub(super) struct Deep { d: u8, #[serde(flatten)] deep: DeepIn }
    pub(super) struct DeepStrictIn { g: u8 }
    #[serde(deny_unknown_fields)]
    pub(super) struct DeepStrict { f: u8, #[serde(flatten)] deep: DeepStrictIn }
    pub(super) struct OnlyOptional { h: Option<u8> }
    pub(super) enum External { ExtNew(u8), ExtStruct { x: u8 } }
    pub(super) enum ExternalUnit { ExtUnit, ExtMore(u8) }
    #[serde(tag = "int")]
    pub(super) enum Internal { Unit, Struct { i: u8 }, New(Plain), Nothing(()) }
    #[serde(tag = "str", deny_unknown_fields)]
    pub(super) enum InternalStrict { Struct { j: u8 } }
    #[serde(tag = "str", deny_unknown_fields)]
    pub(super) enum InternalStrictNew { New(Plain) }
    #[serde(tag = "of")]
    pub(super) enum InternalOfStrict { New(PlainStrict) }
    #[serde(tag = "ext")]
    pub(super) enum InternalOfExternal { New(External), Unit(ExternalUnit) }
    #[serde(tag = "time")]
    pub(super) enum InternalOfTime { New(Duration) }
    #[serde(untagged)]
    pub(super) enum UntaggedOfRange { New(Range<u8>) }
    #[serde(tag = "t", content = "c")]
    pub(super) enum Adjacent { Unit, New(u8), Struct { z: u8 } }
    #[serde(tag = "ts", content = "cs", deny_unknown_fields)]
    pub(super) enum AdjacentStrict { New(u8) }
    #[serde(untagged)]
    pub(super) enum Untagged { One { k: u8 }, Two { l: u8 } }
    #[serde(untagged, deny_unknown_fields)]
    pub(super) enum UntaggedStrict { One { m: u8 } }
    #[serde(untagged)]
    pub(super) enum UntaggedNew { New(Plain) }
    #[serde(untagged)]
    pub(super) enum UntaggedOfExternal { New(External) }
    #[serde(untagged)]
    pub(super) enum UntaggedOfAdjacent { New(AdjacentStrict) }
    #[serde(untagged)]
    pub(super) enum UntaggedOfNothing { New(()) }
    #[serde(untagged)]
    pub(super) enum UntaggedOfOption { New(Option<Plain>) }
    pub(super) struct Marker;
    pub(super) struct Newtype(Deep);
}

parts! {
    Plain = [Plain { a: 1 }];
    PlainStrict = [PlainStrict { b: 1 }];
    Tagged = [Tagged { c: 1 }];
    Deep = [Deep { d: 1, deep: DeepIn { e: 1 } }];
    DeepStrict = [DeepStrict { f: 1, deep: DeepStrictIn { g: 1 } }];
    OnlyOptional = [OnlyOptional { h: None }, OnlyOptional { h: Some(1) }];
    External = [External::ExtNew(1), External::ExtStruct { x: 1 }];
    ExternalUnit = [ExternalUnit::ExtUnit, ExternalUnit::ExtMore(1)];
    Internal = [Internal::Unit, Internal::Struct { i: 1 }, Internal::New(Plain { a: 1 }), Internal::Nothing(())];
    InternalStrict = [InternalStrict::Struct { j: 1 }];
    InternalStrictNew = [InternalStrictNew::New(Plain { a: 1 })];
    InternalOfStrict = [InternalOfStrict::New(PlainStrict { b: 1 })];
    InternalOfExternal = [
        InternalOfExternal::New(External::ExtNew(1)), InternalOfExternal::Unit(ExternalUnit::ExtUnit)
    ];
    InternalOfTime = [InternalOfTime::New(Duration::new(1, 2))];
    UntaggedOfRange = [UntaggedOfRange::New(1..2)];
    Adjacent = [Adjacent::Unit, Adjacent::New(1), Adjacent::Struct { z: 1 }];
    AdjacentStrict = [AdjacentStrict::New(1)];
    Untagged = [Untagged::One { k: 1 }, Untagged::Two { l: 1 }];
    UntaggedStrict = [UntaggedStrict::One { m: 1 }];
    UntaggedNew = [UntaggedNew::New(Plain { a: 1 })];
    UntaggedOfExternal = [UntaggedOfExternal::New(External::ExtNew(1))];
    UntaggedOfAdjacent = [UntaggedOfAdjacent::New(AdjacentStrict::New(1))];
    UntaggedOfNothing = [UntaggedOfNothing::New(())];
    UntaggedOfOption = [UntaggedOfOption::New(None), UntaggedOfOption::New(Some(Plain { a: 1 }))];
    Marker = [Marker];
    () = [()];
    Newtype = [Newtype(Deep { d: 1, deep: DeepIn { e: 1 } })];
    std::collections::BTreeMap<String, u8> = [std::collections::BTreeMap::from([("key".to_owned(), 1)])];
}
