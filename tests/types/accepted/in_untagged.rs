//! In a struct variant of an untagged enum.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(untagged)]
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
