//! Types of many shapes, each with its values.

use crate::Sendable;
use crate::format::{AnyFormat, Buffered};
use crate::sendable::shape::Shape;
use serde::{Deserialize, Serialize};
pub(super) use std::collections::BTreeMap;
use std::fmt::Debug;
pub(super) use std::time::Duration;

/// A type with values of it.
pub(super) trait Value: Sendable<Buffered<AnyFormat>> + Debug + Clone + PartialEq {
    const NAME: &'static str;
    fn all() -> Vec<Self>;
    fn shape() -> Shape {
        <Self as Sendable<Buffered<AnyFormat>>>::SHAPE
    }
}

macro_rules! values {
    ($($ty:ty = [$($value:expr),* $(,)?];)*) => {
        $(impl Value for $ty {
            const NAME: &'static str = stringify!($ty);
            fn all() -> Vec<Self> {
                vec![$($value),*]
            }
        })*
        /// Calls a macro with every type.
        macro_rules! each_value {
            ($call:ident) => { $($call!($ty);)* };
        }
        pub(super) use each_value;
    };
}

macro_rules! derived {
    ($($item:item)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
        #[sendable(crate = "crate")]
        $item
    )*};
}

derived! {
    pub(super) struct Point { x: u8, y: u8 }
    pub(super) struct Size { w: u8, h: u8 }
    pub(super) struct Defaulted { x: u8, #[serde(default)] z: u8 }
    pub(super) struct Optional { x: u8, z: Option<u8> }
    #[serde(deny_unknown_fields)]
    pub(super) struct Strict { x: u8 }
    pub(super) struct Nested { x: Point }
    pub(super) struct Tail(u8, #[serde(default, skip_serializing_if = "Option::is_none")] Option<u8>);
    pub(super) struct Merged { x: u8, #[serde(flatten)] size: Size }
    pub(super) enum External { Unit, New(u8), Tuple(u8, u8), Struct { x: u8 } }
    pub(super) enum OfPoint { New(Point) }
    #[serde(tag = "t")]
    pub(super) enum Internal { Unit, Struct { x: u8 }, New(Point) }
    #[serde(tag = "t", content = "c")]
    pub(super) enum Adjacent { New(u8), Tuple(u8, u8) }
    #[serde(untagged)]
    pub(super) enum Inner { Text(String), Place(Point) }
}

fn map(key: &str, value: u8) -> BTreeMap<String, u8> {
    BTreeMap::from([(key.to_owned(), value)])
}

fn point() -> Point {
    Point { x: 1, y: 2 }
}

values! {
    u8 = [0, 200];
    bool = [true];
    String = [String::new(), "x".to_owned(), "Unit".to_owned(), "long".to_owned()];
    () = [()];
    Option<u8> = [None, Some(1)];
    Vec<u8> = [vec![], vec![1], vec![1, 2], vec![1, 2, 3]];
    Vec<Point> = [vec![], vec![point()], vec![point(), point()]];
    [u8; 2] = [[1, 2]];
    (u8, u8) = [(1, 2)];
    (String, u8) = [("Unit".to_owned(), 1), ("New".to_owned(), 1)];
    (Point, bool) = [(point(), true)];
    ([u8; 2], bool) = [([1, 2], true)];
    BTreeMap<String, u8> = [BTreeMap::new(), map("x", 1), map("New", 1)];
    Duration = [Duration::new(1, 2)];
    Point = [point()];
    Size = [Size { w: 1, h: 2 }];
    Defaulted = [Defaulted { x: 1, z: 0 }, Defaulted { x: 1, z: 2 }];
    Optional = [Optional { x: 1, z: None }, Optional { x: 1, z: Some(2) }];
    Strict = [Strict { x: 1 }];
    Nested = [Nested { x: point() }];
    Tail = [Tail(1, None), Tail(1, Some(2))];
    Merged = [Merged { x: 1, size: Size { w: 1, h: 2 } }];
    External = [External::Unit, External::New(1), External::Tuple(1, 2), External::Struct { x: 1 }];
    OfPoint = [OfPoint::New(point())];
    Internal = [Internal::Unit, Internal::Struct { x: 1 }, Internal::New(point())];
    Adjacent = [Adjacent::New(1), Adjacent::Tuple(1, 2)];
    Inner = [Inner::Text("x".to_owned()), Inner::Place(point())];
}

/// Calls a macro with every type that is written as entries.
macro_rules! each_of_entries {
    ($call:ident) => {
        $call!(Point);
        $call!(Size);
        $call!(Optional);
        $call!(Strict);
        $call!(Nested);
        $call!(OfPoint);
        $call!(Internal);
        $call!(Duration);
    };
}
pub(super) use each_of_entries;
