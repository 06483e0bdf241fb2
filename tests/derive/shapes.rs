//! Structs, enums, generics, recursion.

use crate::{everywhere, not_in_json, self_describing, trip};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;
use wirecheck::sendable::NotNull;
use wirecheck::{Bincode, Codec, Json, Postcard, Sendable};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Named {
    name: String,
    sizes: Vec<u32>,
    ratio: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Pair(i64, char);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Sendable)]
struct Newtype(u16);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
enum Shape {
    Point,
    Circle(f64),
    Line(f64, f64),
    Rect { width: f64, height: f64 },
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Sendable)]
enum Suit {
    Clubs,
    Hearts,
}

#[test]
fn structs_and_enums() {
    everywhere(Named { name: "ü".into(), sizes: vec![0, u32::MAX], ratio: Some(-0.5) });
    everywhere(Named { name: String::new(), sizes: vec![], ratio: None });
    everywhere(Pair(i64::MIN, '🦀'));
    everywhere(Newtype(7));
    everywhere(Unit);
    everywhere(vec![
        Shape::Point,
        Shape::Circle(1.0),
        Shape::Line(1.0, 2.0),
        Shape::Rect { width: 0.1, height: 0.2 },
    ]);
}

#[test]
fn newtypes_and_plain_enums_are_keys() {
    everywhere(BTreeMap::from([(Newtype(1), Suit::Clubs), (Newtype(2), Suit::Hearts)]));
    everywhere(HashMap::from([(Suit::Clubs, 1), (Suit::Hearts, 2)]));
    not_in_json(BTreeMap::from([((1, 2), 3)]));
}

#[test]
fn options_of_what_is_never_null() {
    everywhere(vec![Some(Newtype(1)), None]);
    everywhere(Some(Shape::Point));
    not_in_json(Some(Some(1u8)));
    not_in_json(Some(None::<u8>));
    not_in_json(Some(Unit));
    not_in_json(Some(()));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Generic<T, U = u8>
where
    T: Debug,
{
    first: T,
    rest: Vec<Option<T>>,
    second: (U, T),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Keyed<K: Eq + Hash, V> {
    map: HashMap<K, V>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Fixed<const N: usize> {
    count: [u32; 3],
    #[serde(bound = "")]
    marker: PhantomData<[u8; N]>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Tagged<T> {
    id: u32,
    marker: PhantomData<T>,
}

trait Kind {
    type Item;
}
#[derive(Clone, Debug, PartialEq)]
struct Bytes;
impl Kind for Bytes {
    type Item = u8;
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Projected<K: Kind> {
    item: K::Item,
}

#[test]
fn generics() {
    everywhere(Generic { first: 1u8, rest: vec![None, Some(2)], second: (3u8, 4) });
    everywhere(Generic { first: "a".to_owned(), rest: vec![], second: (0u8, "b".to_owned()) });
    not_in_json(Generic {
        first: Some(1u8),
        rest: vec![None, Some(None), Some(Some(2))],
        second: (3u8, None),
    });
    everywhere(Keyed { map: HashMap::from([("a".to_owned(), Newtype(1))]) });
    everywhere(Fixed::<4> { count: [1, 2, 3], marker: PhantomData });
    // Not serde's, and not asked: it is never a value.
    #[derive(Clone, Debug, PartialEq)]
    struct NotSerde;
    everywhere(Tagged::<NotSerde> { id: 1, marker: PhantomData });
    everywhere(Projected::<Bytes> { item: 1 });
}

#[test]
fn bounds_in_generic_code() {
    fn of_any_type<T: Sendable + NotNull<Bincode> + Debug + Clone + PartialEq>(value: T) {
        let rest = vec![Some(value.clone())];
        trip::<Bincode, _>(&Generic::<T, u8> { first: value.clone(), rest, second: (1, value) });
    }
    of_any_type(1u8);

    // What every format carries needs no bound.
    fn in_any_format<F: Codec>() {
        trip::<F, _>(&Named { name: String::new(), sizes: vec![], ratio: Some(0.5) });
        trip::<F, _>(&BTreeMap::from([(Newtype(1), Some(Suit::Clubs))]));
    }
    in_any_format::<Bincode>();
    in_any_format::<Json>();
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Tree {
    value: u32,
    kids: Vec<Tree>,
    left: Option<Box<Self>>,
    named: BTreeMap<String, Tree>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
enum List<T> {
    End,
    Link(T, Box<List<T>>),
}

/// Written as its content, which may be null: the `Option` of itself is not for JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Chain(Option<Box<Chain>>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Author {
    books: Vec<Book>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Book {
    #[sendable(recursive)]
    author: Option<Box<Author>>,
    title: String,
}

#[test]
fn recursion() {
    let leaf = Tree { value: 1, kids: vec![], left: None, named: BTreeMap::new() };
    let named = BTreeMap::from([("leaf".to_owned(), leaf.clone())]);
    everywhere(Tree { value: 2, kids: vec![leaf.clone()], left: Some(Box::new(leaf)), named });
    everywhere(List::Link(1u8, Box::new(List::Link(2, Box::new(List::End)))));
    not_in_json(Chain(Some(Box::new(Chain(None)))));
    everywhere(Author { books: vec![Book { author: None, title: "A".into() }] });
}

#[test]
fn the_proof_of_a_format_is_its_own() {
    fn has<F: wirecheck::Format, T: Sendable<F>>() {}
    has::<Bincode, Option<Option<u8>>>();
    has::<Postcard, Option<Option<u8>>>();
    has::<Json, Option<u8>>();
    self_describing(1u8);
}
