//! Types of other crates.

use super::{Make, make};
use crate::helpers::Access;
use arrayvec::ArrayString;
use bytes::{Bytes, BytesMut};
use camino::Utf8PathBuf;
use chrono::{Month, NaiveDate, TimeDelta, Weekday};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::{SignedDuration, Timestamp, civil};
use ndarray::{Array1, Array2};
use num_bigint::{BigInt, BigUint, Sign};
use ordered_float::{NotNan, OrderedFloat};
use rust_decimal::Decimal;
use semver::{BuildMetadata, Prerelease, Version};
use serde_json::{Map, Number, Value};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::Host;
use uuid::Uuid;

make! {
    [] Uuid = |draw| Uuid::from_u128(u128::make(draw));
    [] Access = |draw| Access::from_bits_retain(u8::make(draw));
    [] Version = |draw| {
        let pre = if draw.long().is_some() { "a".repeat(5000) } else { draw.one_of(&["", "rc.1"]).to_owned() };
        Version {
            major: u64::make(draw),
            minor: u64::make(draw),
            patch: u64::make(draw),
            pre: Prerelease::new(&pre).unwrap_or_default(),
            build: BuildMetadata::new(draw.one_of(&["", "001"])).unwrap_or_default(),
        }
    };
    [] Bytes = |draw| match draw.long() {
        Some(len) => vec![b'a'; len].into(),
        None => Vec::<u8>::make(draw).into(),
    };
    [] BytesMut = |draw| BytesMut::from(Bytes::make(draw));
    [] Utf8PathBuf = |draw| draw.text(usize::MAX).into();
    [const CAP: usize] ArrayString<CAP> = |draw| {
        let text = draw.text(CAP);
        ArrayString::from(&text).unwrap_or_default()
    };
    [] NaiveDate = |draw| draw.one_of(&[NaiveDate::MIN, NaiveDate::default(), NaiveDate::MAX]);
    [] TimeDelta = |draw| {
        let second = TimeDelta::seconds(1);
        draw.one_of(&[TimeDelta::MIN, -second, TimeDelta::zero(), TimeDelta::nanoseconds(-1), TimeDelta::MAX])
    };
    [] Weekday = |draw| draw.one_of(&[Weekday::Mon, Weekday::Sun]);
    [] Month = |draw| draw.one_of(&[Month::January, Month::December]);
    [] Ipv4Net = |draw| Ipv4Net::new(Ipv4Addr::make(draw), draw.one_of(&[0, 9, 32])).unwrap_or_default();
    [] Ipv6Net = |draw| Ipv6Net::new(Ipv6Addr::make(draw), draw.one_of(&[0, 9, 128])).unwrap_or_default();
    [] IpNet = |draw| if draw.yes() { Ipv6Net::make(draw).into() } else { Ipv4Net::make(draw).into() };
    [] Timestamp = |draw| draw.one_of(&[Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX]);
    [] SignedDuration = |draw| draw.one_of(&[SignedDuration::MIN, SignedDuration::ZERO, SignedDuration::MAX]);
    [] civil::Date = |draw| draw.one_of(&[civil::Date::MIN, civil::Date::ZERO, civil::Date::MAX]);
    [] civil::Time = |draw| draw.one_of(&[civil::Time::MIN, civil::Time::MAX]);
    [] civil::DateTime = |draw| draw.one_of(&[civil::DateTime::MIN, civil::DateTime::ZERO, civil::DateTime::MAX]);
    [T: Make] Array1<T> = |draw| Array1::from_vec(Vec::make(draw));
    [T: Make] Array2<T> = |draw| {
        let list = Vec::<T>::make(draw);
        let shape = if draw.yes() { (list.len(), 1) } else { (1, list.len()) };
        Array2::from_shape_vec(shape, list).expect("as many as there are")
    };
    [] BigUint = |draw| match draw.yes() {
        true => BigUint::from(u128::make(draw)) * BigUint::from(u128::MAX),
        false => BigUint::from(u32::make(draw)),
    };
    [] BigInt = |draw| BigInt::from(BigUint::make(draw)) * BigInt::from(draw.one_of(&[-1, 1]));
    [] Sign = |draw| draw.one_of(&[Sign::Minus, Sign::NoSign, Sign::Plus]);
    [T: Make] OrderedFloat<T> = |draw| OrderedFloat(T::make(draw));
    [] NotNan<f64> = |draw| NotNan::new(f64::make(draw)).unwrap_or_default();
    [] NotNan<f32> = |draw| NotNan::new(f32::make(draw)).unwrap_or_default();
    [] Decimal = |draw| {
        let one = Decimal::new(110, 2);
        draw.one_of(&[Decimal::MIN, -one, Decimal::ZERO, Decimal::new(1, 28), one, Decimal::MAX])
    };
    [] Number = |draw| match draw.below(3) {
        0 => u64::make(draw).into(),
        1 => i64::make(draw).into(),
        _ => Number::from_f64(f64::make(draw)).unwrap_or_else(|| 0.into()),
    };
    [] Value = |draw| match draw.variant(&[true, true, true, true, false, false]) {
        0 => Value::Null,
        1 => Value::Bool(draw.yes()),
        2 => Value::Number(Number::make(draw)),
        3 => Value::String(String::make(draw)),
        4 => Value::Array(Vec::make(draw)),
        _ => Value::Object(Map::make(draw)),
    };
    [] Map<String, Value> = |draw| {
        let mut map = Map::new();
        for _ in 0..draw.len(usize::MAX) {
            let key = String::make(draw);
            map.insert(key, draw.within(Value::make));
        }
        map
    };
    [] time::Date = |draw| draw.one_of(&[time::Date::MIN, time::Date::MAX]);
    [] time::Time = |draw| draw.one_of(&[time::Time::MIDNIGHT, time::Time::MAX]);
    [] time::UtcOffset = |draw| draw.one_of(&[time::UtcOffset::UTC]);
    [] time::Weekday = |draw| draw.one_of(&[time::Weekday::Monday, time::Weekday::Sunday]);
    [] time::Month = |draw| draw.one_of(&[time::Month::January, time::Month::December]);
    [] Host = |draw| match draw.variant(&[true, true, true]) {
        0 => Host::Domain("a.example".to_owned()),
        1 => Host::Ipv4(Ipv4Addr::make(draw)),
        _ => match IpAddr::make(draw) {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        },
    };
}
