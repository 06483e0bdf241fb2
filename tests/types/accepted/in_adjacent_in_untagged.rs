//! In a buffer within a buffer: an adjacently tagged enum in an untagged one.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "t", content = "c")]
                enum Choice { Of($leaf) }
                #[serde(untagged)]
                enum Place { Of(Choice) }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of(Choice::Of(leaf))
                }
            };
        )* }
    };
}

leaves! { place }
