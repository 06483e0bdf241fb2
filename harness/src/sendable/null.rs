//! Which types are never written as a bare null.

use crate::format::{Format, NestedOptions, UnitStructs};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::ffi::{CStr, OsStr};
use std::marker::PhantomData;
use std::path::Path;

/// No value of this type is written as the null of `F`, so `Option` of it keeps `Some` and `None` apart.
///
/// `Option`, `()`, and whatever is written as one of these, are so only in formats that mark every `Option`
/// ([`NestedOptions`]), unit structs in those with [`UnitStructs`]; every other type is so in all formats.
///
/// The derive implements it. Next to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for Mine {}`.
#[diagnostic::on_unimplemented(
    message = "[WC0061] `{Self}` is not known to survive inside an `Option` as `{F}`",
    label = "nothing says that this is never written as null",
    note = "why: `Some` of a value that is written as null comes back as `None`",
    note = "help: in generic code, ask for it: `T: Sendable<F> + NotNull<F>`, or for all of it: `Option<T>: \
            Sendable<F>`",
    note = "help: next to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for ..` if it is never null",
    note = "more: `cargo wirecheck explain WC0061`"
)]
pub trait NotNull<F: Format> {}

impl<F: NestedOptions, T> NotNull<F> for Option<T> {}
impl<F: NestedOptions> NotNull<F> for () {}
impl<F: UnitStructs, T: ?Sized> NotNull<F> for PhantomData<T> {}

impl<F: Format> NotNull<F> for str {}
impl<F: Format> NotNull<F> for Path {}
impl<F: Format> NotNull<F> for OsStr {}
impl<F: Format> NotNull<F> for CStr {}
impl<F: Format, T> NotNull<F> for [T] {}

// Written exactly as their content.
impl<F: Format, T: ?Sized + NotNull<F>> NotNull<F> for Box<T> {}
impl<F: Format, T: ?Sized + ToOwned + NotNull<F>> NotNull<F> for Cow<'static, T> {}
impl<F: Format, T: NotNull<F>> NotNull<F> for Cell<T> {}
impl<F: Format, T: NotNull<F>> NotNull<F> for RefCell<T> {}
impl<F: Format, T: NotNull<F>> NotNull<F> for Reverse<T> {}
