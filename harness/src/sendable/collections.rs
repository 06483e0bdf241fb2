//! Collections. A hasher is made anew with `Default`; its seeds are not part of the value.

use super::shape::Shape;
use super::{AsKey, MapKey, Sendable, sendable};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

sendable! {
    keys in AnyMapKey;
    [T] Vec<T> => Shape::LIST, where [T: Sendable<F>], of [T];
    [T] VecDeque<T> => Shape::LIST, where [T: Sendable<F>], of [T];
    [T] LinkedList<T> => Shape::LIST, where [T: Sendable<F>], of [T];
    [T] BinaryHeap<T> => Shape::LIST, where [T: Sendable<F> + Ord], of [T];
    [T] BTreeSet<T> => Shape::LIST, where [T: Sendable<F> + Ord], of [T];
    [T, S] HashSet<T, S> => Shape::LIST,
        where [T: Sendable<F> + Eq + Hash, S: BuildHasher + Default + Send + 'static],
        of [T];
    [K, V] BTreeMap<K, V> => Shape::Map(&V::SHAPE),
        where [K: Sendable<F> + MapKey<F> + Ord, V: Sendable<F>],
        of [K, V; AsKey<K, F>];
    [K, V, S] HashMap<K, V, S> => Shape::Map(&V::SHAPE),
        where [K: Sendable<F> + MapKey<F> + Eq + Hash, V: Sendable<F>, S: BuildHasher + Default + Send + 'static],
        of [K, V; AsKey<K, F>];
}
