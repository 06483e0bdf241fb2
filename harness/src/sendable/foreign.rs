//! Types of other crates: a feature and a file for each crate.
//!
//! The verdict of a type holds for every value of it and for every set of features of its crate: another crate of the
//! program may turn one on that changes what is written. A type that some value of does not come back from is
//! refused with the reason; for one of these, `#[sendable(trust(..))]` on the field says that you send no such value.

#[cfg(feature = "arrayvec")]
mod arrayvec;
#[cfg(feature = "bitflags")]
mod bitflags;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "camino")]
mod camino;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "either")]
mod either;
#[cfg(feature = "indexmap")]
mod indexmap;
#[cfg(feature = "ipnet")]
mod ipnet;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "num-bigint")]
mod num_bigint;
#[cfg(feature = "ordered-float")]
mod ordered_float;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "semver")]
mod semver;
#[cfg(feature = "serde_json")]
mod serde_json;
#[cfg(feature = "smallvec")]
mod smallvec;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(feature = "bitflags")]
pub use self::bitflags::made_by_bitflags;
