//! In a struct with a tag.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "t")]
                struct Place { leaf: $leaf }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { leaf }
                }
            };
        )* }
    };
}

some_leaves! { place }
