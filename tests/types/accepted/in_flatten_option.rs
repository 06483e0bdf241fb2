//! In a struct that is flattened where it is there.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Holder { leaf: $leaf, size: u8 }
                struct Place { id: u8, #[serde(flatten)] of: Option<Holder> }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Some(Holder { leaf, size: 2 }) }
                }
            };
        )* }
    };
}

leaves! { place }
