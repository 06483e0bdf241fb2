//! What happens to the values of a type: alone, in a `Vec`, followed by a sentinel, through serde's buffer, as a key.

use crate::verdict::{BUFFERED, PLAIN};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wirecheck::format::{Codec, Json};

/// What is asked of a type here.
pub trait Value: Serialize + DeserializeOwned + Debug + Clone {}
impl<T: Serialize + DeserializeOwned + Debug + Clone> Value for T {}

/// What was seen in a format, over all samples: what broke, if something did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Not equal, not decoded, or a panic.
    pub broken: Option<String>,
    /// Not encoded, which is no broken promise.
    pub refused: Option<String>,
}

impl Outcome {
    /// Everything came back equal.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.broken.is_none() && self.refused.is_none()
    }
}

/// What was seen, in the order of [`Verdicts`](crate::Verdicts).
#[derive(Debug)]
pub struct Measured {
    pub(crate) plain: [Outcome; PLAIN],
    pub(crate) buffered: [Outcome; BUFFERED],
    pub(crate) key: [Outcome; 2],
}

macro_rules! all_plain {
    ([$T:ident, $samples:ident, $same:ident] $($Format:ident { $($row:tt)* })*) => {
        [$(plain::<$T, wirecheck::format::$Format>($samples, $same)),*]
    };
}

macro_rules! all_buffered {
    ([$T:ident, $samples:ident, $same:ident] $($Format:ident {
        name: $name:literal, module: $module:ident, package: $package:literal, paths: $paths:tt, docs: $docs:literal, can: $can:tt,
        buffered: [$($Buffered:ident: $($ability:ident)*)?], $($row:tt)*
    })*) => {
        [$($(buffered::<$T, wirecheck::format::$Buffered>($samples, $same),)?)*]
    };
}

/// Sends each sample in every way.
pub fn measure<T: Value>(samples: &[T], same: fn(&T, &T) -> bool) -> Measured {
    assert!(!samples.is_empty());
    Measured {
        plain: wirecheck_rules::formats!(all_plain, T, samples, same),
        buffered: wirecheck_rules::formats!(all_buffered, T, samples, same),
        key: [
            trips::<Json, _>(samples.iter().map(|it| Entry(it.clone(), 7)), &|a, b| {
                same(&a.0, &b.0) && a.1 == b.1
            }),
            trips::<Json, _>(
                samples.iter().map(|it| Tagged::This { value: Entry(it.clone(), 7) }),
                &|a, b| {
                    let (Tagged::This { value: a }, Tagged::This { value: b }) = (a, b);
                    same(&a.0, &b.0) && a.1 == b.1
                },
            ),
        ],
    }
}

/// What follows a value, and shows if it was read from the wrong place.
const SENTINEL: u64 = 0xA55A_1234_5678_9ABC;

fn plain<T: Value, F: Codec>(samples: &[T], same: fn(&T, &T) -> bool) -> Outcome {
    let values = samples.iter().map(|it| (it.clone(), vec![it.clone(), it.clone()], SENTINEL));
    trips::<F, _>(values, &|a, b| {
        same(&a.0, &b.0) && a.1.len() == b.1.len() && a.1.iter().all(|it| same(&a.0, it)) && a.2 == b.2
    })
}

fn buffered<T: Value, F: Codec>(samples: &[T], same: fn(&T, &T) -> bool) -> Outcome {
    let values =
        samples.iter().map(|it| Tagged::This { value: (it.clone(), vec![it.clone(), it.clone()], SENTINEL) });
    trips::<F, _>(values, &|a, b| {
        let (Tagged::This { value: a }, Tagged::This { value: b }) = (a, b);
        same(&a.0, &b.0) && a.1.len() == b.1.len() && b.1.iter().all(|it| same(&a.0, it)) && a.2 == b.2
    })
}

/// Its field is read through serde's buffer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Tagged<T> {
    This { value: T },
}

/// A map of one entry, whatever its key is.
#[derive(Debug)]
struct Entry<K>(K, u8);

impl<K: Serialize> Serialize for Entry<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(&self.0, &self.1)?;
        map.end()
    }
}

impl<'de, K: Deserialize<'de>> Deserialize<'de> for Entry<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One<K>(PhantomData<K>);
        impl<'de, K: Deserialize<'de>> Visitor<'de> for One<K> {
            type Value = Entry<K>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map of one entry")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry<K>, A::Error> {
                match map.next_entry()? {
                    Some((key, value)) => Ok(Entry(key, value)),
                    None => Err(serde::de::Error::invalid_length(0, &self)),
                }
            }
        }
        deserializer.deserialize_map(One(PhantomData))
    }
}

fn trips<F: Codec, V: Serialize + DeserializeOwned + Debug>(
    values: impl Iterator<Item = V>,
    same: &dyn Fn(&V, &V) -> bool,
) -> Outcome {
    let mut outcome = Outcome::default();
    for value in values {
        let mut bytes = Vec::new();
        let encoded = catch_unwind(AssertUnwindSafe(|| F::encode(&value, &mut bytes)));
        let broken = match encoded {
            Err(_) => "a panic while it was encoded".to_owned(),
            Ok(Err(error)) => {
                outcome.refused.get_or_insert_with(|| format!("{value:?}: {error}"));
                continue;
            }
            Ok(Ok(())) => match catch_unwind(|| F::decode::<V>(&bytes)) {
                Err(_) => "a panic while it was decoded".to_owned(),
                Ok(Err(error)) => error.to_string(),
                Ok(Ok(back)) if same(&value, &back) => continue,
                Ok(Ok(back)) => format!("came back as {back:?}"),
            },
        };
        outcome.broken.get_or_insert_with(|| format!("{value:?}: {broken}"));
    }
    outcome
}
