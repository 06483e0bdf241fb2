//! Which types are never written as a bare null.

use crate::format::{Collapsed, Format, Nested};

/// No value of this type is written as the null of `F`, so `Option` of it keeps `Some` and `None` apart.
///
/// True of every type in formats that mark each `Option` ([`Nested`]); in JSON ([`Collapsed`]) it is not true of
/// `Option`, `()`, unit structs, and of whatever is written as one of these.
///
/// The derive implements it. Next to a hand-written `Sendable`, write
/// `impl<F: Format> NotNull<F, Collapsed> for Mine {}` if it is true.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may be written as a bare null, so `Option` of it does not survive the trip as `{F}`",
    label = "`Some(..)` of this can come back as `None`",
    note = "why: `{F}` writes `None`, `()` and `Some(None)` all as the same null, and the value changes without any \
            error",
    note = "python: `None` inside `None` cannot be said at all, so nothing is lost there",
    note = "help: use an enum with names for the cases instead of the inner `Option`, or send as `Bincode` or `Ron`"
)]
pub trait NotNull<F: Format, P = <F as Format>::Options> {}

impl<F: Format, T: ?Sized> NotNull<F, Nested> for T {}

/// Written exactly as its content.
macro_rules! like_content {
    ($([$($p:tt)*] $ty:ty as $inner:ty;)*) => {$(
        impl<F: Format, $($p)*> NotNull<F, Collapsed> for $ty where $inner: NotNull<F, Collapsed> {}
    )*};
}
like_content! {
    [T] Box<T> as T;
    [T] Box<[T]> as [T];
    [] Box<str> as str;
    [] Box<std::path::Path> as std::path::Path;
    [T: ?Sized + ToOwned] std::borrow::Cow<'static, T> as T;
    [T] std::cell::Cell<T> as T;
    [T] std::cell::RefCell<T> as T;
    [T] std::cmp::Reverse<T> as T;
}

impl<F: Format> NotNull<F, Collapsed> for str {}
impl<F: Format, T> NotNull<F, Collapsed> for [T] {}
impl<F: Format> NotNull<F, Collapsed> for std::path::Path {}
