//! Every std type that has an impl, with the values that are hard.

use crate::{everywhere, not_in_json, self_describing, trip};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::{CString, OsString};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use wirecheck::{Bincode, Codec, Json, Postcard, Ron, Sendable};

macro_rules! extremes {
    ($($ty:ty)*) => { $(
        everywhere(vec![<$ty>::MIN, 0, 1, <$ty>::MAX]);
        everywhere((NonZero::<$ty>::MIN, NonZero::<$ty>::MAX, Wrapping(<$ty>::MAX), Saturating(<$ty>::MIN)));
        everywhere(BTreeMap::from([(<$ty>::MIN, 1), (<$ty>::MAX, 2)]));
        everywhere(BTreeMap::from([(NonZero::<$ty>::MIN, 1), (NonZero::<$ty>::MAX, 2)]));
        everywhere(BTreeMap::from([(Wrapping(<$ty>::MIN), 1), (Wrapping(<$ty>::MAX), 2)]));
        everywhere(BTreeMap::from([(Saturating(<$ty>::MIN), 1), (Saturating(<$ty>::MAX), 2)]));
    )* };
}

#[test]
fn numbers() {
    extremes!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
    everywhere(vec![f64::MIN, f64::MAX, f64::MIN_POSITIVE, -0.0, 0.1, 1e-310, f64::EPSILON]);
    everywhere(vec![f32::MIN, f32::MAX, f32::MIN_POSITIVE, -0.0, 0.1, f32::EPSILON]);
    everywhere((Wrapping(0.5f32), Wrapping(0.5f64)));
    everywhere((true, false, char::MAX, '\0', '"'));
    for value in [f64::INFINITY, f64::NEG_INFINITY] {
        trip::<Bincode, _>(&value);
        trip::<Postcard, _>(&value);
        trip::<Ron, _>(&value);
    }
}

#[test]
fn text_and_paths() {
    everywhere(vec![String::new(), "\u{0}\"\\ü🦀\n".to_owned()]);
    everywhere((Box::<str>::from("a"), Cow::Borrowed("b"), Cow::<'static, str>::Owned("c".into())));
    everywhere(CString::new("c string").unwrap());
    everywhere(OsString::from("os"));
    everywhere((PathBuf::from("/a b/ü"), Box::<Path>::from(Path::new("x"))));
    everywhere(HashMap::from([("a".to_owned(), 1)]));
    everywhere(HashMap::from([(PathBuf::from("a"), 1)]));
    everywhere(HashMap::from([(Box::<str>::from("a"), 1)]));
    everywhere(HashMap::from([(Cow::Borrowed("a"), 1)]));
    everywhere(HashMap::from([(true, 1), (false, 0)]));
    everywhere(HashMap::from([('"', 1)]));
}

#[cfg(unix)]
#[test]
fn text_that_is_not_utf8() {
    use std::os::unix::ffi::OsStringExt;
    let odd = OsString::from_vec(vec![b'a', 0xFF]);
    everywhere(odd.clone());
    let mut bytes = Vec::new();
    assert!(Bincode::encode(&PathBuf::from(odd), &mut bytes).is_err());
}

/// The longest tuple of serde is longer than std's `PartialEq`.
fn sixteen<T: Sendable<Json> + Sendable<Bincode>>(value: T) {
    let mut bytes = Vec::new();
    Json::encode(&value, &mut bytes).unwrap();
    let back: T = Json::decode(&bytes).unwrap();
    let mut again = Vec::new();
    Json::encode(&back, &mut again).unwrap();
    assert_eq!(bytes, again);
}

#[test]
fn collections() {
    everywhere((
        vec![1u8],
        VecDeque::from([1u8]),
        LinkedList::from([1u8]),
        BTreeSet::from([1u8]),
        HashSet::from([1u8]),
    ));
    everywhere((BTreeMap::<String, u8>::new(), HashMap::from([(1u8, vec![2u8])])));
    everywhere((Box::<[u8]>::from([1, 2]), Cow::Owned::<'static, [u8]>(vec![1])));
    everywhere(([0u8; 0], [1u8; 1], [7u16; 32]));
    everywhere((1u8,));
    everywhere((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 'x'));
    sixteen((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 'x'));
    not_in_json(HashMap::from([(vec![1u8], 1)]));
    not_in_json(HashMap::from([(Some(1u8), 1)]));
}

#[test]
fn options_results_and_ranges() {
    everywhere((Some(1u8), None::<String>, Ok::<u8, String>(1), Err::<u8, String>("no".into()), ()));
    everywhere(Some(Some(1u8).ok_or(2u8)));
    everywhere((1..3, 1.., ..3));
    everywhere(PhantomData::<u8>);
    everywhere((Bound::Included(1), Bound::Excluded(2), Bound::<u8>::Unbounded));
}

#[test]
fn wrappers() {
    everywhere((Box::new(1u8), Cell::new(1u8), RefCell::new("a".to_owned()), Reverse(1u8)));
    everywhere(Some(Box::new(1u8)));
    not_in_json(Some(Box::new(Some(1u8))));
    not_in_json(Some(Cell::new(Some(1u8))));
    everywhere(BTreeMap::from([(Reverse(1u8), 1), (Reverse(2), 2)]));
    everywhere(BTreeMap::from([(Box::new(1u8), 1)]));
}

#[test]
fn time_and_addresses() {
    everywhere((Duration::MAX, Duration::ZERO, SystemTime::UNIX_EPOCH + Duration::new(1, 999_999_999)));
    let v4 = Ipv4Addr::new(127, 0, 0, 1);
    everywhere((
        v4,
        Ipv6Addr::LOCALHOST,
        IpAddr::V4(v4),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        SocketAddrV4::new(v4, 80),
    ));
    everywhere(HashMap::from([(v4, 1)]));
    everywhere(HashMap::from([(Ipv6Addr::LOCALHOST, 1)]));
    everywhere(HashMap::from([(IpAddr::V4(v4), 1)]));
    everywhere(HashMap::from([(SocketAddrV4::new(v4, 80), 1)]));
    self_describing(v4);
}
