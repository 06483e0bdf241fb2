//! A value of a map that is flattened.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                struct Place { #[serde(flatten)] of: BTreeMap<String, $leaf> }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place { of: map([(s("key"), leaf)]) }
                }
            };
        )* }
    };
}

some_leaves! { place }
