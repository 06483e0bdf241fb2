//! serde attributes: the harmless ones everywhere, the others where the format can.

use crate::{everywhere, self_describing, trip};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use wirecheck::{Bincode, Codec, Json, Postcard, Ron, Sendable};

#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, Sendable)]
#[serde(rename = "H", rename_all = "camelCase", deny_unknown_fields, default)]
struct Harmless {
    #[serde(rename = "one", alias = "uno")]
    first_field: u8,
    #[serde(default)]
    second_field: Option<u8>,
    #[cfg_attr(all(), serde(rename = "third", default = "three"))]
    third_field: u8,
}
fn three() -> u8 {
    3
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(transparent)]
struct Transparent {
    inner: u8,
    marker: std::marker::PhantomData<u8>,
}

/// Not serde's itself: only `(u8, u8)` is on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(from = "(u8, u8)", into = "(u8, u8)")]
#[sendable(accept("hand-written-conversion", AnyFormat))]
struct Through {
    sum: Opaque,
}
#[derive(Clone, Debug, PartialEq)]
struct Opaque(u8, u8);
impl From<(u8, u8)> for Through {
    fn from((a, b): (u8, u8)) -> Self {
        Self { sum: Opaque(a, b) }
    }
}
impl From<Through> for (u8, u8) {
    fn from(through: Through) -> Self {
        (through.sum.0, through.sum.1)
    }
}

#[test]
fn harmless_attributes_ask_nothing() {
    everywhere(Harmless { first_field: 1, second_field: None, third_field: 0 });
    everywhere(Transparent { inner: 1, marker: std::marker::PhantomData });
    everywhere(Some(Transparent { inner: 1, marker: std::marker::PhantomData }));
    everywhere(Through { sum: Opaque(1, 2) });
}

mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &super::Opaque, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{} {}", value.0, value.1))
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<super::Opaque, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (a, b) = text.split_once(' ').ok_or_else(|| serde::de::Error::custom("no space"))?;
        let number = |text: &str| text.parse().map_err(serde::de::Error::custom);
        Ok(super::Opaque(number(a)?, number(b)?))
    }
}

/// Known to serde, not to wirecheck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Foreign(u8);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Vouched<T> {
    #[serde(with = "as_text")]
    #[sendable(trust(AnyFormat))]
    opaque: Opaque,
    #[sendable(trust(AnyFormat))]
    foreign: Vec<Foreign>,
    plain: T,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Cached<T> {
    value: u8,
    #[serde(skip)]
    #[sendable(accept("skip", AnyFormat))]
    cache: Vec<T>,
}

#[test]
fn what_is_vouched_for_or_accepted() {
    everywhere(Vouched { opaque: Opaque(1, 2), foreign: vec![Foreign(3)], plain: 4u8 });
    everywhere(Cached::<u8> { value: 1, cache: vec![] });
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Flat {
    id: u32,
    #[serde(flatten)]
    rest: Rest,
    #[serde(flatten)]
    #[sendable(accept("flatten-overlap", AnyFormat))]
    extra: BTreeMap<String, u8>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Rest {
    a: u8,
    b: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind")]
enum Internal {
    Unit,
    Struct { a: u8 },
    Newtype(Rest),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(tag = "kind", content = "it")]
enum Adjacent {
    Unit,
    Struct { a: u8 },
    Tuple(u8, u8),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(untagged)]
enum Untagged {
    Number(u64),
    Text(String),
    Struct { a: u8 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
#[serde(tag = "type")]
struct Labelled {
    a: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Sparse {
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    b: Vec<u8>,
    c: u8,
}

#[test]
fn attributes_that_need_a_self_describing_format() {
    let rest = || Rest { a: 1, b: "b".into() };
    self_describing(Flat { id: 1, rest: rest(), extra: BTreeMap::from([("x".into(), 1)]) });
    self_describing(vec![Internal::Unit, Internal::Struct { a: 1 }, Internal::Newtype(rest())]);
    self_describing(vec![Adjacent::Unit, Adjacent::Struct { a: 1 }, Adjacent::Tuple(1, 2)]);
    self_describing(vec![Untagged::Number(1), Untagged::Text("1".into()), Untagged::Struct { a: 1 }]);
    self_describing(Labelled { a: 1 });
    self_describing(Sparse { a: None, b: vec![], c: 3 });
    self_describing(Sparse { a: Some(1), b: vec![2], c: 3 });
}

/// The refusals of the derive are about something: without the proof, this is what the formats do.
#[test]
fn what_is_refused_does_go_wrong() {
    fn comes_back<F: Codec, T: Serialize + serde::de::DeserializeOwned + PartialEq>(value: &T) -> bool {
        F::encode_to_vec(value).and_then(|bytes| F::decode::<T>(&bytes)).is_ok_and(|back| back == *value)
    }
    let flat = Flat { id: 1, rest: Rest { a: 1, b: "b".into() }, extra: BTreeMap::new() };
    assert!(!comes_back::<Bincode, _>(&flat) && !comes_back::<Postcard, _>(&flat));
    let sparse = Sparse { a: None, b: vec![], c: 3 };
    assert!(!comes_back::<Bincode, _>(&sparse) && !comes_back::<Postcard, _>(&sparse));
    let labelled = Labelled { a: 1 };
    assert!(!comes_back::<Bincode, _>(&labelled) && !comes_back::<Postcard, _>(&labelled));
    assert!(!comes_back::<Bincode, _>(&Untagged::Number(1)) && !comes_back::<Postcard, _>(&Internal::Unit));
    assert!(!comes_back::<Json, _>(&Some(None::<u8>)) && !comes_back::<Json, _>(&Some(())));
    assert!(!comes_back::<Json, _>(&BTreeMap::from([((1, 2), 3)])));
    assert!(comes_back::<Ron, _>(&Some(None::<u8>)));
    trip::<Ron, _>(&u128::MAX);
}

/// The meaning of what is normally refused is said at the field.
#[derive(Debug, Serialize, Deserialize, Sendable)]
#[sendable(formats(Bincode, Json))]
struct Copies<T: Sync> {
    #[sendable(snapshot)]
    locked: Mutex<Vec<T>>,
    #[sendable(snapshot)]
    counters: Vec<AtomicU32>,
    #[sendable(duplicate)]
    shared: Option<Arc<T>>,
    #[sendable(duplicate)]
    name: Arc<str>,
}

#[test]
fn snapshots_and_duplicates_arrive_as_values_of_their_own() {
    let shared = Arc::new(7u8);
    let copies = Copies {
        locked: Mutex::new(vec![1u8, 2]),
        counters: vec![AtomicU32::new(3)],
        shared: Some(shared.clone()),
        name: "n".into(),
    };
    let mut bytes = Vec::new();
    Json::encode(&copies, &mut bytes).unwrap();
    let back: Copies<u8> = Json::decode(&bytes).unwrap();
    assert_eq!(*back.locked.lock().unwrap(), [1, 2]);
    assert_eq!(back.counters[0].load(Ordering::Relaxed), 3);
    assert_eq!(back.shared.as_deref(), Some(&7));
    assert_eq!(&*back.name, "n");
    assert_eq!(Arc::strong_count(&shared), 2, "nothing here was moved");
    const _: () = assert!(wirecheck::probe!(Copies<u8>: Sendable<Bincode>));
    const _: () = assert!(!wirecheck::probe!(Mutex<u8>: Sendable<Json>));
    const _: () = assert!(!wirecheck::probe!(Arc<str>: Sendable<Json>));
}
