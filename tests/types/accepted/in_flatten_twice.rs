//! In a struct that is flattened into a struct that is flattened.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Holder { leaf: $leaf }
                struct Middle { size: u8, #[serde(flatten)] of: Holder }
                struct Place { id: u8, #[serde(flatten)] of: Middle }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Middle { size: 2, of: Holder { leaf } } }
                }
            };
        )* }
    };
}

leaves! { place }
