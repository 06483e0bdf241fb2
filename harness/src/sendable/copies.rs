//! Types that can be sent as a copy, if you say so at the field.
//!
//! A lock, an atomic and a shared pointer are refused because the copy in the other process means something else.
//! `#[sendable(snapshot)]` and `#[sendable(duplicate)]` say that the copy is what is wanted.

use super::parts::{CopyInOption, CopyNotNull, DuplicateParts, Parts, SnapshotParts};
use super::{NotNull, Sendable};
use crate::format::{Format, NestedOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};
use std::sync::{Arc, Mutex, RwLock};

/// The value at the moment of sending can be sent in `F`, and arrives in a lock or atomic of its own.
///
/// What `#[sendable(snapshot)]` asks of a field. Changes made in the other process are not seen here, and two fields
/// that are one lock here are two there. Writing takes the lock: a value that is sent while the same thread holds it
/// never finishes; one whose lock is poisoned fails to encode.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use std::sync::atomic::AtomicU64;
/// use wirecheck::Sendable;
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// struct Progress {
///     #[sendable(snapshot)]
///     done: AtomicU64,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "[WC0090] `{Self}` has no value to take a snapshot of",
    label = "`snapshot` is for `Mutex`, `RwLock` and atomics of what can be sent",
    note = "why: a snapshot is the value in a lock or an atomic at the moment of sending, and this type is neither",
    note = "help: a shared pointer takes `#[sendable(duplicate)]`; for any other type remove the attribute, or vouch \
            for the field with `#[sendable(trust(..))]` and the formats in which you tried it",
    note = "more: `cargo wirecheck explain WC0090`"
)]
pub trait Snapshot<F: Format>: Serialize + DeserializeOwned + Send + 'static {}

/// The value behind a shared pointer can be sent in `F`, and arrives as a value of its own.
///
/// What `#[sendable(duplicate)]` asks of a field. Two pointers to one value arrive as pointers to two. It takes serde's
/// feature `rc`. `Rc` cannot be duplicated: a type with one is not `Send`; `Weak` has nothing to point at in the other
/// process.
#[diagnostic::on_unimplemented(
    message = "[WC0091] `{Self}` has no value to duplicate",
    label = "`duplicate` is for an `Arc` of what can be sent, with serde's feature `rc`",
    note = "why: a duplicate is a copy of the value behind a shared pointer, and this type is not one",
    note = "help: use `Arc` in place of `Rc`, and the value itself in place of `Weak`; a lock or an atomic takes \
            `#[sendable(snapshot)]`",
    note = "more: `cargo wirecheck explain WC0091`"
)]
pub trait Duplicate<F: Format>: Serialize + DeserializeOwned + Send + 'static {}

impl<F: Format, T: Sendable<F>> Snapshot<F> for Mutex<T> {}
impl<F: Format, T: Sendable<F> + Sync> Snapshot<F> for RwLock<T> {}

macro_rules! atomics {
    ($($atomic:ty)*) => {$(
        impl<F: Format> Snapshot<F> for $atomic {}
        impl<F: Format> CopyNotNull<F> for $atomic {}
        impl<F: Format> SnapshotParts<F> for $atomic {
            type Parts = ();
        }
    )*};
}
atomics! {
    AtomicBool AtomicI8 AtomicI16 AtomicI32 AtomicI64 AtomicIsize AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize
}

impl<F: Format, T: Sendable<F> + Sync> Duplicate<F> for Arc<T> where Arc<T>: Serialize + DeserializeOwned {}
impl<F: Format> Duplicate<F> for Arc<str> where for<'never> Arc<str>: Serialize + DeserializeOwned {}
impl<F: Format, T: Sendable<F> + Sync> Duplicate<F> for Arc<[T]> where Arc<[T]>: Serialize + DeserializeOwned {}

/// Around one of them.
macro_rules! through {
    ($($copy:ident $parts:ident;)*) => {$(
        impl<F: Format, T: $copy<F>> $copy<F> for Vec<T> {}
        impl<F: Format, T: $copy<F>> $copy<F> for Box<T> {}
        impl<F: Format, T: $copy<F> + CopyNotNull<F>> $copy<F> for Option<T> {}
        impl<F: Format, T: $parts<F>> $parts<F> for Vec<T> {
            type Parts = T::Parts;
        }
        impl<F: Format, T: $parts<F>> $parts<F> for Box<T> {
            type Parts = T::Parts;
        }
        impl<F: Format, T: $parts<F>> $parts<F> for Option<T> {
            type Parts = (T::Parts, CopyInOption<T, F>);
        }
    )*};
}
through! {
    Snapshot SnapshotParts;
    Duplicate DuplicateParts;
}

impl<F: Format, T: NotNull<F>> CopyNotNull<F> for Mutex<T> {}
impl<F: Format, T: NotNull<F>> CopyNotNull<F> for RwLock<T> {}
impl<F: Format, T: ?Sized + NotNull<F>> CopyNotNull<F> for Arc<T> {}
impl<F: Format, T> CopyNotNull<F> for Vec<T> {}
impl<F: Format, T: CopyNotNull<F>> CopyNotNull<F> for Box<T> {}
impl<F: NestedOptions, T> CopyNotNull<F> for Option<T> {}

impl<F: Format, T: Parts<F>> SnapshotParts<F> for Mutex<T> {
    type Parts = T::Parts;
}
impl<F: Format, T: Parts<F>> SnapshotParts<F> for RwLock<T> {
    type Parts = T::Parts;
}
impl<F: Format, T: Parts<F>> DuplicateParts<F> for Arc<T> {
    type Parts = T::Parts;
}
impl<F: Format, T: Parts<F>> DuplicateParts<F> for Arc<[T]> {
    type Parts = T::Parts;
}
impl<F: Format> DuplicateParts<F> for Arc<str> {
    type Parts = ();
}
