//! Which types can be map keys where keys are text.

use crate::format::{AnyMapKey, Format};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::ffi::{CStr, OsStr};
use std::marker::PhantomData;
use std::path::Path;

/// A value of this type can be the key of a map in `F`.
///
/// Strings, numbers, `bool`, `char`, enums without data, and newtypes of these can in every format; any other type
/// where keys are ordinary values ([`AnyMapKey`]).
///
/// The derive implements it. Next to a hand-written `Sendable`, write `impl<F: AnyMapKey> MapKey<F> for Mine {}`.
#[diagnostic::on_unimplemented(
    message = "[WC0062] `{Self}` is not known to be a map key in `{F}`",
    label = "nothing says that the keys of this map can be written",
    note = "why: where keys are text, a key of another type fails to encode",
    note = "help: in generic code, ask for it: `K: Sendable<F> + MapKey<F>`",
    note = "help: next to a hand-written `Sendable`, write `impl<F: AnyMapKey> MapKey<F> for .. {{}}`",
    note = "more: `cargo wirecheck explain WC0062`"
)]
pub trait MapKey<F: Format> {}

impl<F: Format> MapKey<F> for str {}
impl<F: Format> MapKey<F> for Path {}
impl<F: AnyMapKey> MapKey<F> for OsStr {}
impl<F: AnyMapKey> MapKey<F> for CStr {}
impl<F: AnyMapKey, T> MapKey<F> for [T] {}
impl<F: AnyMapKey, T> MapKey<F> for Option<T> {}
impl<F: AnyMapKey> MapKey<F> for () {}
impl<F: AnyMapKey, T: ?Sized> MapKey<F> for PhantomData<T> {}

// Written exactly as their content.
impl<F: Format, T: ?Sized + MapKey<F>> MapKey<F> for Box<T> {}
impl<F: Format, T: ?Sized + ToOwned + MapKey<F>> MapKey<F> for Cow<'static, T> {}
impl<F: Format, T: MapKey<F>> MapKey<F> for Cell<T> {}
impl<F: Format, T: MapKey<F>> MapKey<F> for RefCell<T> {}
impl<F: Format, T: MapKey<F>> MapKey<F> for Reverse<T> {}
