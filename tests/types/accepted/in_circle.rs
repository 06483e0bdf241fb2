//! In a type that holds itself, behind a buffer.

use super::leaf;

macro_rules! place {
    ($($name:ident: $leaf:ty = [$($sample:expr),*];)*) => {
        cases! { accepted; $(
            $name: Place = [$(place($sample)),*] {
                #[serde(tag = "kind")]
                enum Place { End, Of { leaf: $leaf, next: Option<Box<Place>> } }
            } and {
                fn place(leaf: $leaf) -> Place {
                    Place::Of { leaf, next: Some(Box::new(Place::End)) }
                }
            };
        )* }
    };
}

leaves! { place }
