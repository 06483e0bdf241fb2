//! In a buffer within a buffer: an internally tagged enum in a struct that is flattened.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "kind")]
                enum Choice { Of { leaf: $leaf } }
                struct Holder { choice: Choice }
                struct Place { id: u8, #[serde(flatten)] of: Holder }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Holder { choice: Choice::Of { leaf } } }
                }
            };
        )* }
    };
}

leaves! { place }
