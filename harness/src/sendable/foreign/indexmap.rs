//! indexmap: as the maps and sets of std, and the order comes back too, although `==` does not ask for it.
//!
//! A hasher is made anew with `Default`; its seeds are not part of the value.

use crate::format::Format;
use crate::sendable::flatten::TextKey;
use crate::sendable::shape::Shape;
use crate::sendable::{AsKey, Flatten, MapKey, Sendable, sendable};
use indexmap::{IndexMap, IndexSet};
use std::hash::{BuildHasher, Hash};

sendable! {
    keys in AnyMapKey;
    [K, V, S] IndexMap<K, V, S> => Shape::Map(&V::SHAPE),
        where [K: Sendable<F> + MapKey<F> + Eq + Hash, V: Sendable<F>, S: BuildHasher + Default + Send + 'static],
        of [K, V; AsKey<K, F>];
    [T, S] IndexSet<T, S> => Shape::LIST,
        where [T: Sendable<F> + Eq + Hash, S: BuildHasher + Default + Send + 'static],
        of [T];
}

impl<F: Format, K: TextKey<F>, V, S> Flatten<F> for IndexMap<K, V, S> {}
