//! In a buffer within a buffer: an untagged enum in an internally tagged one.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(untagged)]
                enum Choice { Of { leaf: $leaf } }
                #[serde(tag = "kind")]
                enum Place { Of { choice: Choice } }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of { choice: Choice::Of { leaf } }
                }
            };
        )* }
    };
}

leaves! { place }
