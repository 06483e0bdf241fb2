//! What the types are made of.

#![allow(
    unused_imports,
    reason = "the types that are refused are also built on their own, and need not use all of it"
)]

pub use serde::de::{Deserializer, Error as _};
pub use serde::ser::Serializer;
pub use serde::{Deserialize, Serialize};
pub use std::borrow::Cow;
pub use std::cell::{Cell, RefCell};
pub use std::cmp::Reverse;
pub use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
pub use std::ffi::{CString, OsString};
pub use std::fmt::Debug;
pub use std::hash::Hash;
pub use std::marker::PhantomData;
pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
pub use std::num::{NonZero, Saturating, Wrapping};
pub use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
pub use std::path::{Path, PathBuf};
pub use std::time::{Duration, SystemTime};

/// Short for `String::from`.
pub fn s(text: &str) -> String {
    text.to_owned()
}

/// Short for a map of pairs. Inserted one by one: to sort them first is a hundred functions for each type.
pub fn map<K: Ord, V, const N: usize>(pairs: [(K, V); N]) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}
