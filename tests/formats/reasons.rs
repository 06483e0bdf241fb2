//! An error says why, in each format: also where the errors of the codec's crate have no place for a message.

use crate::support::refusal;
use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::fmt::{Debug, Display};
use std::num::NonZeroU8;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime};
use wirecheck::{Bitcode, Codec, Postcard};

/// Refused by its own `Serialize`.
#[derive(Debug)]
struct Refused;

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("the engine is running"))
    }
}

#[derive(Serialize)]
enum Around<T> {
    Newtype(T),
    Tuple(u8, T),
    Struct { part: Option<T> },
}

/// The reason, wherever in the value it comes from.
fn is_said<T: Serialize + Debug>(value: T, reason: &str) {
    fn check<F: Codec, T: Serialize>(value: &T, reason: &str) {
        let message = refusal::<F, _>(value);
        assert!(message.contains(reason), "{}: {message}", F::NAME);
    }
    fn everywhere<T: Serialize>(value: T, reason: &str) {
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format, T>(&value, reason);)* };
        }
        wirecheck_rules::formats!(in_each);
    }
    everywhere(&value, reason);
    everywhere(vec![(1_u8, &value)], reason);
    everywhere(std::collections::BTreeMap::from([(1_u8, &value)]), reason);
    everywhere(Around::Newtype(&value), reason);
    everywhere(Around::Tuple(1, &value), reason);
    everywhere(Around::Struct { part: Some(&value) }, reason);
}

#[test]
fn a_refusal_of_the_value_is_said() {
    is_said(Refused, "the engine is running");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf_8_is_said() {
    use std::os::unix::ffi::OsStringExt;
    let path = std::path::PathBuf::from(std::ffi::OsString::from_vec(vec![b'p', 0xff]));
    is_said(path, "invalid UTF-8");
}

#[test]
fn a_time_before_1970_is_said() {
    is_said(SystemTime::UNIX_EPOCH - Duration::from_secs(1), "must be later than UNIX_EPOCH");
}

#[test]
fn a_cell_that_is_borrowed_is_said() {
    let cell = RefCell::new(1_u8);
    let held = cell.borrow_mut();
    is_said(&cell, "already mutably borrowed");
    drop(held);
}

#[test]
fn a_poisoned_lock_is_said() {
    let (mutex, lock) = (Arc::new(Mutex::new(1_u8)), Arc::new(RwLock::new(1_u8)));
    let (of_thread, also) = (mutex.clone(), lock.clone());
    let ended = std::thread::spawn(move || {
        let _held = (of_thread.lock(), also.write());
        std::panic::resume_unwind(Box::new("poison"));
    });
    assert!(ended.join().is_err());
    is_said(&mutex, "lock poison error");
    is_said(&lock, "lock poison error");
}

#[test]
fn an_error_that_was_not_returned_is_not_said() {
    /// Tries something else first.
    struct SecondTry;
    impl Serialize for SecondTry {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            drop(S::Error::custom("the first try"));
            // Of unknown length: postcard's own error.
            serializer.serialize_seq(None).and_then(serde::ser::SerializeSeq::end)
        }
    }
    let message = refusal::<Postcard, _>(&SecondTry);
    assert!(message.contains("length"), "{message}");
    let message = refusal::<Bitcode, _>(&SecondTry);
    assert!(message.contains("needs the length"), "{message}");
    // Nor the one of the value before.
    assert!(refusal::<Postcard, _>(&Refused).contains("engine"));
    let message = Postcard::decode::<String>(&[9]).unwrap_err().to_string();
    assert!(!message.contains("engine"), "{message}");
    assert!(refusal::<Bitcode, _>(&Refused).contains("engine"));
    let message = Bitcode::decode::<String>(&[9]).unwrap_err().to_string();
    assert!(!message.contains("engine"), "{message}");
}

/// Refuses what it reads.
#[derive(Debug, PartialEq, Serialize)]
struct Even(u8);

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Written as a newtype.
        #[derive(Deserialize)]
        struct Even(u8);
        let Even(number) = Deserialize::deserialize(deserializer)?;
        if number % 2 == 0 { Ok(Self(number)) } else { Err(D::Error::custom("the number must be even")) }
    }
}

#[derive(Debug, Serialize, Deserialize)]
enum Short {
    One,
}

#[derive(Debug, Serialize, Deserialize)]
enum Long {
    One,
    Two,
}

#[derive(Debug, Serialize, Deserialize)]
enum Content<T> {
    Newtype(T),
    Tuple(u8, T),
    Struct { part: Option<T> },
}

/// What was written as a `W` and is refused as an `R`.
fn is_said_of<W: Serialize, R: DeserializeOwned + Debug>(written: &W, reason: impl Display) {
    fn check<F: Codec, W: Serialize, R: DeserializeOwned + Debug>(written: &W, reason: &str) {
        let bytes = F::encode_to_vec(written).unwrap();
        let message = F::decode::<R>(&bytes).unwrap_err().to_string();
        assert!(message.contains(reason), "{} as {}: {message}", F::NAME, std::any::type_name::<R>());
    }
    let reason = reason.to_string();
    macro_rules! in_each {
        ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format, W, R>(written, &reason);)* };
    }
    wirecheck_rules::formats!(in_each);
}

#[test]
fn a_refusal_of_the_reader_is_said() {
    is_said_of::<_, Even>(&Even(3), "must be even");
    is_said_of::<_, Vec<(u8, Even)>>(&[(1_u8, Even(3))].as_slice(), "must be even");
    is_said_of::<_, std::collections::BTreeMap<u8, Even>>(
        &std::collections::BTreeMap::from([(1_u8, Even(3))]),
        "must be even",
    );
    is_said_of::<_, Content<Even>>(&Content::Newtype(Even(3)), "must be even");
    is_said_of::<_, Content<Even>>(&Content::Tuple(1, Even(3)), "must be even");
    is_said_of::<_, Content<Even>>(&Content::Struct { part: Some(Even(3)) }, "must be even");
}

/// By the visitor of a number, whose only check this is.
#[test]
fn a_number_that_is_refused_is_said() {
    is_said_of::<_, NonZeroU8>(&0_u8, "nonzero u8");
    is_said_of::<_, (u8, [NonZeroU8; 2])>(&(1_u8, [1_u8, 0]), "nonzero u8");
}

#[test]
fn an_unknown_variant_is_said() {
    fn check<F: Codec>() {
        let bytes = F::encode_to_vec(&Long::Two).unwrap();
        let message = F::decode::<Short>(&bytes).unwrap_err().to_string();
        let said = message.contains("variant index 0 <= i < 1") || message.contains("Two");
        assert!(said, "{}: {message}", F::NAME);
    }
    in_each_format!(check);
}
