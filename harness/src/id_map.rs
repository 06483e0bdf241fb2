//! Maps by numbers that are made here.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

/// As `HashMap`, whose keys for hashes come from the kernel: std panics where it has none to give.
pub(crate) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// See [`IdMap`].
pub(crate) type IdSet<K> = HashSet<K, BuildHasherDefault<DefaultHasher>>;
