//! Collections. A hasher is made anew with `Default`; its seeds are not part of the value.

use super::{MapKey, Sendable, sendable};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

sendable! {
    keys in AnyMapKey;
    [T] Vec<T> where [T: Sendable<F>];
    [T] VecDeque<T> where [T: Sendable<F>];
    [T] LinkedList<T> where [T: Sendable<F>];
    [T] BinaryHeap<T> where [T: Sendable<F> + Ord];
    [T] BTreeSet<T> where [T: Sendable<F> + Ord];
    [T, S] HashSet<T, S> where [T: Sendable<F> + Eq + Hash, S: BuildHasher + Default + Send + 'static];
    [K, V] BTreeMap<K, V> where [K: Sendable<F> + MapKey<F> + Ord, V: Sendable<F>];
    [K, V, S] HashMap<K, V, S>
        where [K: Sendable<F> + MapKey<F> + Eq + Hash, V: Sendable<F>, S: BuildHasher + Default + Send + 'static];
}
