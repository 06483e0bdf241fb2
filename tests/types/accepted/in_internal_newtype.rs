//! In a struct in a newtype variant of an internally tagged enum.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Holder { leaf: $leaf }
                #[serde(tag = "kind")]
                enum Place { Of(Holder) }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of(Holder { leaf })
                }
            };
        )* }
    };
}

some_leaves! { place }
