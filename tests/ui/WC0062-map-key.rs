use std::collections::BTreeMap;
use wirecheck::{Format, Sendable};

fn count<F: Format, K: Sendable<F> + Ord>(keys: Vec<K>) -> impl Sendable<F> {
    keys.into_iter().map(|key| (key, 1)).collect::<BTreeMap<K, u32>>()
}

fn main() {}
