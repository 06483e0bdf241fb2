//! Derived types go through every codec whose proof they have, and come back equal.

#![deny(warnings)]
#![forbid(unsafe_code)]

#[path = "derive/attributes.rs"]
mod attributes;
#[path = "derive/embedding.rs"]
mod embedding;
#[path = "derive/model.rs"]
mod model;
#[path = "derive/recursion.rs"]
mod recursion;
#[path = "derive/shapes.rs"]
mod shapes;
#[path = "derive/std_types.rs"]
mod std_types;

use std::fmt::Debug;
use wirecheck::{Bincode, Codec, Json, Postcard, Ron, Sendable};

fn there_and_back<F: Codec, T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug>(
    value: &T,
) {
    let bytes =
        F::encode_to_vec(value).unwrap_or_else(|error| panic!("{}: encode {value:?}: {error}", F::NAME));
    let back: T = F::decode(&bytes).unwrap_or_else(|error| panic!("{}: decode {value:?}: {error}", F::NAME));
    assert_eq!(&back, value, "{}", F::NAME);
}

/// There and back, alone, in a `Vec`, and followed by a sentinel: what leaks over the end of a value shows.
fn trip<F: Codec, T: Sendable<F> + PartialEq + Debug + Clone>(value: &T) {
    there_and_back::<F, _>(value);
    there_and_back::<F, _>(&vec![value.clone(), value.clone()]);
    there_and_back::<F, _>(&(value.clone(), 0xA5u8));
}

macro_rules! everywhere {
    ([] $($Format:ident { $($row:tt)* })*) => {
        /// What every format can carry.
        trait Everywhere: $(Sendable<wirecheck::format::$Format> +)* PartialEq + Debug + Clone {}

        impl<T: $(Sendable<wirecheck::format::$Format> +)* PartialEq + Debug + Clone> Everywhere for T {}

        /// In every format: alone in one of them, and in all of them within others, which shows if it is read from the wrong place.
        fn everywhere<T: Everywhere>(value: T) {
            trip::<Bincode, _>(&value);
            let within = (vec![value.clone(), value.clone()], value, 0xA5_u8);
            $(there_and_back::<wirecheck::format::$Format, _>(&within);)*
        }
    };
}
wirecheck_rules::formats!(everywhere);

/// In the formats that answer `deserialize_any`.
fn self_describing<T: Sendable<Ron> + Sendable<Json> + PartialEq + Debug + Clone>(value: T) {
    trip::<Ron, _>(&value);
    trip::<Json, _>(&value);
}

/// In the formats that mark every `Option` and take any key.
fn not_in_json<T>(value: T)
where
    T: Sendable<Bincode> + Sendable<Postcard> + Sendable<Ron> + PartialEq + Debug + Clone,
{
    trip::<Bincode, _>(&value);
    trip::<Postcard, _>(&value);
    trip::<Ron, _>(&value);
}
