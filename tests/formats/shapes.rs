//! Types that contain themselves, one for each way in.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

pub(crate) trait Deep: Serialize + DeserializeOwned + PartialEq + Debug {
    fn leaf() -> Self;
    fn around(self) -> Self;

    /// A value of this many levels.
    fn deep(levels: usize) -> Self {
        (0..levels).fold(Self::leaf(), |inner, _| inner.around())
    }
}

macro_rules! shapes {
    ($($item:item $name:ident: $leaf:expr, |$inner:ident| $around:expr;)*) => {$(
        #[derive(Serialize, Deserialize, PartialEq, Debug)]
        $item

        impl Deep for $name {
            fn leaf() -> Self {
                $leaf
            }

            fn around(self) -> Self {
                let $inner = self;
                $around
            }
        }
    )*};
}

shapes! {
    pub(crate) struct Boxed { number: u32, next: Option<Box<Boxed>> }
    Boxed: Self { number: 1, next: None }, |inner| Self { number: 1, next: Some(Box::new(inner)) };

    pub(crate) struct Listed { inner: Vec<Listed> }
    Listed: Self { inner: vec![] }, |inner| Self { inner: vec![inner] };

    pub(crate) struct Optional(Option<Box<Optional>>);
    Optional: Self(None), |inner| Self(Some(Box::new(inner)));

    pub(crate) enum Wrapped { Leaf(u32), Inner(Wrapper) }
    Wrapped: Self::Leaf(1), |inner| Self::Inner(Wrapper(Box::new(inner)));

    pub(crate) enum TupleVariant { Leaf, Inner(Box<TupleVariant>, u8) }
    TupleVariant: Self::Leaf, |inner| Self::Inner(Box::new(inner), 1);

    pub(crate) enum StructVariant { Leaf, Inner { inner: Box<StructVariant>, number: u8 } }
    StructVariant: Self::Leaf, |inner| Self::Inner { inner: Box::new(inner), number: 1 };

    pub(crate) struct Mapped { inner: BTreeMap<String, Mapped> }
    Mapped: Self { inner: BTreeMap::new() }, |inner| Self { inner: BTreeMap::from([("k".to_owned(), inner)]) };

    pub(crate) struct Tupled(u8, Option<Box<Tupled>>);
    Tupled: Self(1, None), |inner| Self(1, Some(Box::new(inner)));

    pub(crate) struct Paired((u8, Vec<Paired>));
    Paired: Self((1, vec![])), |inner| Self((1, vec![inner]));

    pub(crate) struct Wide {
        a: String, b: u64, c: Vec<u8>, d: f64, e: Option<String>, f: (u8, u16, u32), g: [u64; 16],
        h: BTreeMap<String, u8>, i: bool, j: char, k: i128, next: Option<Box<Wide>>,
    }
    Wide: wide(None), |inner| wide(Some(Box::new(inner)));

    // Through serde's buffer.

    pub(crate) struct Flattened { number: u8, #[serde(flatten)] rest: Rest }
    Flattened: Self { number: 1, rest: Rest { next: None } },
        |inner| Self { number: 1, rest: Rest { next: Some(Box::new(inner)) } };

    #[serde(untagged)]
    pub(crate) enum Untagged { Leaf(u32), Inner(Vec<Untagged>) }
    Untagged: Self::Leaf(1), |inner| Self::Inner(vec![inner]);

    #[serde(tag = "kind")]
    pub(crate) enum Internal { Leaf { number: u8 }, Inner { inner: Box<Internal> } }
    Internal: Self::Leaf { number: 1 }, |inner| Self::Inner { inner: Box::new(inner) };

    #[serde(tag = "kind", content = "of")]
    pub(crate) enum Adjacent { Leaf(u8), Inner(Box<Adjacent>) }
    Adjacent: Self::Leaf(1), |inner| Self::Inner(Box::new(inner));
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct Wrapper(Box<Wrapped>);

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(crate) struct Rest {
    next: Option<Box<Flattened>>,
}

fn wide(next: Option<Box<Wide>>) -> Wide {
    Wide {
        a: "a".to_owned(),
        b: 1,
        c: vec![1],
        d: 1.5,
        e: None,
        f: (1, 2, 3),
        g: [1; 16],
        h: BTreeMap::from([("h".to_owned(), 1)]),
        i: true,
        j: 'j',
        k: -1,
        next,
    }
}
