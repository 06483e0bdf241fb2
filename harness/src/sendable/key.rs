//! Which types can be map keys where keys are text.

use crate::format::{AnyKeys, Format, TextKeys};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};
use std::num::{NonZero, Saturating, Wrapping};
use std::path::{Path, PathBuf};

/// A value of this type can be the key of a map in `F`.
///
/// True of every type where keys are ordinary values ([`AnyKeys`]); in JSON ([`TextKeys`]) of strings, numbers,
/// `bool`, `char`, enums without data, and newtypes of these. The derive implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a map key in `{F}`",
    label = "the keys of this map are not text",
    note = "why: map keys in `{F}` are strings; numbers, `bool`, `char` and enums without data are turned into \
            strings and back, anything else fails to encode",
    note = "python: `json.dumps` says `TypeError: keys must be str, int, float, bool or None`; pickle takes any key",
    note = "help: send the pairs, `Vec<(K, V)>`, or send the map as `Bincode`, `Postcard` or `Ron`"
)]
pub trait MapKey<F: Format, P = <F as Format>::Keys> {}

impl<F: Format, T: ?Sized> MapKey<F, AnyKeys> for T {}

macro_rules! text_keys {
    ($($ty:ty),* $(,)?) => { $(impl<F: Format> MapKey<F, TextKeys> for $ty {})* };
}
macro_rules! number_keys {
    ($($ty:ty),* $(,)?) => {
        text_keys! { $($ty, NonZero<$ty>, Wrapping<$ty>, Saturating<$ty>),* }
    };
}
number_keys!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
text_keys!(bool, char, String, str, Path, PathBuf, Ipv4Addr, Ipv6Addr, IpAddr, SocketAddrV4);

impl<F: Format, T: ?Sized + MapKey<F, TextKeys>> MapKey<F, TextKeys> for Box<T> {}
impl<F: Format, T: ?Sized + ToOwned + MapKey<F, TextKeys>> MapKey<F, TextKeys> for Cow<'static, T> {}
impl<F: Format, T: MapKey<F, TextKeys>> MapKey<F, TextKeys> for Reverse<T> {}
