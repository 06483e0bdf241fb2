//! In an internally tagged enum in a list.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Place { all: Vec<Choice> }
                #[serde(tag = "kind")]
                enum Choice { Of { leaf: $leaf } }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { all: vec![Choice::Of { leaf }] }
                }
            };
        )* }
    };
}

leaves! { place }
