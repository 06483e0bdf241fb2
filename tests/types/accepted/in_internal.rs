//! In a struct variant of an internally tagged enum.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "kind")]
                enum Place { Of { leaf: $leaf } }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of { leaf }
                }
            };
        )* }
    };
}

leaves! { place }
