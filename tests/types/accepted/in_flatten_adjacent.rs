//! In an adjacently tagged enum that is flattened.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "t", content = "c")]
                enum Choice { Of($leaf) }
                struct Place { id: u8, #[serde(flatten)] of: Choice }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { id: 1, of: Choice::Of(leaf) }
                }
            };
        )* }
    };
}

some_leaves! { place }
