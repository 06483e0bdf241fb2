//! The other types of std.

use super::{Make, make};
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddrV4};
use std::ops::{Bound, Range, RangeFrom, RangeTo};
use std::time::{Duration, SystemTime};

make! {
    [] () = |_draw| ();
    [A: Make] (A,) = |draw| (A::make(draw),);
    [A: Make, B: Make] (A, B) = |draw| (A::make(draw), B::make(draw));
    [A: Make, B: Make, C: Make] (A, B, C) = |draw| (A::make(draw), B::make(draw), C::make(draw));
    [A: Make, B: Make, C: Make, D: Make] (A, B, C, D) =
        |draw| (A::make(draw), B::make(draw), C::make(draw), D::make(draw));
    [T] PhantomData<T> = |_draw| PhantomData;
    [T: Make] Option<T> = |draw| if draw.yes() { Some(draw.within(T::make)) } else { None };
    [T: Make] Box<T> = |draw| Box::new(draw.within(T::make));
    [T: Make] Cell<T> = |draw| Cell::new(T::make(draw));
    [T: Make] RefCell<T> = |draw| RefCell::new(T::make(draw));
    [T: Make] Reverse<T> = |draw| Reverse(T::make(draw));
    [T: Make] Range<T> = |draw| T::make(draw)..T::make(draw);
    [T: Make] RangeFrom<T> = |draw| T::make(draw)..;
    [T: Make] RangeTo<T> = |draw| ..T::make(draw);
    [T: Make] Bound<T> = |draw| match draw.variant(&[true, true, true]) {
        0 => Bound::Unbounded,
        1 => Bound::Included(T::make(draw)),
        _ => Bound::Excluded(T::make(draw)),
    };
    [] Duration = |draw| Duration::new(u64::make(draw), draw.one_of(&[0, 1, 999_999_999]));
    // One before 1970 is an error at encode, and one that is too late cannot be made.
    [] SystemTime = |draw| {
        let since = Duration::new(u64::from(u32::make(draw)), draw.one_of(&[0, 1, 999_999_999]));
        SystemTime::UNIX_EPOCH + since
    };
    [] Ipv4Addr = |draw| Ipv4Addr::from_bits(u32::make(draw));
    [] Ipv6Addr = |draw| Ipv6Addr::from_bits(u128::make(draw));
    [] IpAddr = |draw| if draw.yes() { Ipv6Addr::make(draw).into() } else { Ipv4Addr::make(draw).into() };
    [] SocketAddrV4 = |draw| SocketAddrV4::new(Ipv4Addr::make(draw), u16::make(draw));
}
