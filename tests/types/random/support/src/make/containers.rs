//! Containers of std, and those of other crates that are like them.

use super::{Make, make};
use crate::draw::Draw;
use arrayvec::ArrayVec;
use either::Either;
use indexmap::{IndexMap, IndexSet};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::Hash;

/// Collects as many as the draw allows.
fn collect<T: Make, C: FromIterator<T>>(draw: &mut Draw, most: usize) -> C {
    let len = draw.len(most);
    let mut list = Vec::with_capacity(len);
    for _ in 0..len {
        list.push(draw.within(T::make));
    }
    list.into_iter().collect()
}

make! {
    [T: Make] Vec<T> = |draw| collect(draw, usize::MAX);
    [T: Make] VecDeque<T> = |draw| collect(draw, usize::MAX);
    [T: Make] LinkedList<T> = |draw| collect(draw, usize::MAX);
    [T: Make] Box<[T]> = |draw| collect(draw, usize::MAX);
    [T: Make + Clone] Cow<'static, [T]> = |draw| Cow::Owned(collect(draw, usize::MAX));
    [T: Make + Ord] BTreeSet<T> = |draw| collect(draw, usize::MAX);
    [T: Make + Eq + Hash] HashSet<T> = |draw| collect(draw, usize::MAX);
    [T: Make + Eq + Hash] IndexSet<T> = |draw| collect(draw, usize::MAX);
    [K: Make + Ord, V: Make] BTreeMap<K, V> = |draw| collect::<(K, V), _>(draw, usize::MAX);
    [K: Make + Eq + Hash, V: Make] HashMap<K, V> = |draw| collect::<(K, V), _>(draw, usize::MAX);
    [K: Make + Eq + Hash, V: Make] IndexMap<K, V> = |draw| collect::<(K, V), _>(draw, usize::MAX);
    [T: Make] SmallVec<[T; 2]> = |draw| collect(draw, usize::MAX);
    [T: Make, const CAP: usize] ArrayVec<T, CAP> = |draw| collect(draw, CAP);
    [T: Make, const N: usize] [T; N] = |draw| std::array::from_fn(|_| draw.within(T::make));
    [L: Make, R: Make] Either<L, R> = |draw| {
        if draw.yes() { Either::Right(draw.within(R::make)) } else { Either::Left(draw.within(L::make)) }
    };
    [T: Make, E: Make] Result<T, E> = |draw| {
        if draw.yes() { Err(draw.within(E::make)) } else { Ok(draw.within(T::make)) }
    };
}
