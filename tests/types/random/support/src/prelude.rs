//! Everything that a generated type may name.

pub use crate::{Access, Cells, Draw, Make, as_is, is_zero, made, never};
pub use arrayvec::{ArrayString, ArrayVec};
pub use bytes::{Bytes, BytesMut};
pub use camino::Utf8PathBuf;
pub use chrono::{Month, NaiveDate, TimeDelta, Weekday};
pub use either::Either;
pub use indexmap::{IndexMap, IndexSet};
pub use ipnet::{IpNet, Ipv4Net, Ipv6Net};
pub use jiff::{SignedDuration, Timestamp};
pub use num_bigint::{BigInt, BigUint, Sign};
pub use ordered_float::{NotNan, OrderedFloat};
pub use rust_decimal::Decimal;
pub use semver::Version;
pub use serde::de::DeserializeOwned;
pub use serde::{Deserialize, Serialize};
pub use serde_json::{Map, Number, Value};
pub use smallvec::SmallVec;
pub use std::borrow::Cow;
pub use std::cell::{Cell, RefCell};
pub use std::cmp::Reverse;
pub use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
pub use std::ffi::{CStr, CString, OsStr, OsString};
pub use std::marker::PhantomData;
pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};
pub use std::num::{NonZero, Saturating, Wrapping};
pub use std::ops::{Bound, Range, RangeFrom, RangeTo};
pub use std::path::{Path, PathBuf};
pub use std::time::{Duration, SystemTime};
pub use uuid::Uuid;
pub use wirecheck::Sendable;

/// The dates of jiff, whose names are those of others.
pub use jiff::civil;
/// ndarray, for its types.
pub use ndarray;
/// time, whose names are those of others.
pub use time;
/// url, for `Host`.
pub use url;
