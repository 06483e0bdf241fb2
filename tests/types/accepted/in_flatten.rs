//! In a struct that is flattened.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Holder { leaf: $leaf }
                struct Place { id: u8, #[serde(flatten)] of: Holder }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Holder { leaf } }
                }
            };
        )* }
    };
}

leaves! { place }
