//! In an adjacently tagged enum: only a content before its tag goes through a buffer.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "t", content = "c")]
                enum Place { Of($leaf) }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of(leaf)
                }
            };
        )* }
    };
}

some_leaves! { place }
