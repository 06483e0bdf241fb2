//! Collections. A hasher is made anew with `Default`; its seeds are not part of the value.

use super::shape::Shape;
use super::{AsKey, MapKey, Part, Sendable, sendable};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

sendable! {
    keys in AnyMapKey;
    [T] Vec<T> => Shape::LIST, where [T: Sendable<F>], of [Part<T, F>];
    [T] VecDeque<T> => Shape::LIST, where [T: Sendable<F>], of [Part<T, F>];
    [T] LinkedList<T> => Shape::LIST, where [T: Sendable<F>], of [Part<T, F>];
    [T] BinaryHeap<T> => Shape::LIST, where [T: Sendable<F> + Ord], of [Part<T, F>];
    [T] BTreeSet<T> => Shape::LIST, where [T: Sendable<F> + Ord], of [Part<T, F>];
    [T, S] HashSet<T, S> => Shape::LIST,
        where [T: Sendable<F> + Eq + Hash, S: BuildHasher + Default + Send + 'static],
        of [Part<T, F>];
    [K, V] BTreeMap<K, V> => Shape::Map(&V::SHAPE),
        where [K: Sendable<F> + MapKey<F> + Ord, V: Sendable<F>],
        of [Part<K, F>, AsKey<K, F>, Part<V, F>];
    [K, V, S] HashMap<K, V, S> => Shape::Map(&V::SHAPE),
        where [K: Sendable<F> + MapKey<F> + Eq + Hash, V: Sendable<F>, S: BuildHasher + Default + Send + 'static],
        of [Part<K, F>, AsKey<K, F>, Part<V, F>];
}
