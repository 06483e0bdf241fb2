//! In an internally tagged enum that is flattened: two buffers.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "kind")]
                enum Choice { Of { leaf: $leaf } }
                struct Place { id: u8, #[serde(flatten)] of: Choice }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Choice::Of { leaf } }
                }
            };
        )* }
    };
}

some_leaves! { place }
