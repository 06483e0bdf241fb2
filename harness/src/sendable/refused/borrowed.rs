//! References. What refers to a thing that cannot be sent itself gets the words for that thing: `.to_owned()` is no way
//! out of a lock.

use super::Wanted;
use super::locks::ProcessLocal;
use super::once::{FilledLater, ThreadLocal};
use crate::format::Format;
use crate::sendable::{MapKey, NotNull, Sendable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};
use std::sync::{Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock};
use std::thread::LocalKey;

/// Implemented by nobody: what is borrowed stays with its owner. `P` is the reference, `T` what it refers to.
#[diagnostic::on_unimplemented(
    message = "[WC0083] a reference is borrowed from this process; the other process has nothing to borrow from",
    label = "a reference does not cross a process boundary",
    note = "why: the other process decodes the value from bytes, and nobody there owns what this refers to",
    note = "python: pickle copies what a name refers to; a `memoryview` is `TypeError: cannot pickle memoryview \
            objects`",
    note = "help: send an owned value: `.to_owned()`, `String` for `&str`, `Vec<T>` for `&[T]`",
    note = "more: `cargo wirecheck explain WC0083`"
)]
pub trait Borrowed<P, T: ?Sized>:
    Wanted<P, It = P> + Wanted<P, It: Serialize + DeserializeOwned + Send>
{
}

macro_rules! references {
    ($($ty:ty)*) => {$(
        impl<F: Format, T: ?Sized + 'static> Sendable<F> for $ty where F: Borrowed<$ty, T> {}
        impl<F: Format, T: ?Sized + 'static> NotNull<F> for $ty where F: Borrowed<$ty, T> {}
        impl<F: Format, T: ?Sized + 'static> MapKey<F> for $ty where F: Borrowed<$ty, T> {}
    )*};
}
references! { &'static T &'static mut T Pin<&'static T> Pin<&'static mut T> }

/// References to these have the words of another family.
macro_rules! borrowed {
    ($family:ident: $([$($p:tt)*] $ty:ty;)*) => {$(
        impl<F: Format, P, $($p)*> Borrowed<P, $ty> for F where for<'never> F: $family<P> {}
    )*};
}
borrowed! {
    ThreadLocal:
    [T: 'static] LocalKey<T>;
}
borrowed! {
    FilledLater:
    [T: 'static] OnceLock<T>;
    [T: 'static, I: 'static] LazyLock<T, I>;
}
borrowed! {
    ProcessLocal:
    [T: ?Sized + 'static] Mutex<T>;
    [T: ?Sized + 'static] RwLock<T>;
    [] Condvar;
    [] Barrier;
    [] Once;
    [] AtomicBool;
    [] AtomicI8;
    [] AtomicI16;
    [] AtomicI32;
    [] AtomicI64;
    [] AtomicIsize;
    [] AtomicU8;
    [] AtomicU16;
    [] AtomicU32;
    [] AtomicU64;
    [] AtomicUsize;
}
