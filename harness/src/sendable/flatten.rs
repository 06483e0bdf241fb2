//! Which types can be flattened into another one.

use crate::format::{AnyName, Format, UnitVariantEntries};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::ops::{Bound, Range, RangeFrom, RangeTo};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A value of this type is written as entries with names, so it can stand among those of another (`flatten`) in `F`.
///
/// Structs with named fields, enums, maps with text as keys, and `Option`s and newtypes of these.
///
/// The derive implements it. Next to a hand-written `Sendable`, write `impl<F: Format> Flatten<F> for Mine {}`.
#[diagnostic::on_unimplemented(
    message = "[WC0068] `{Self}` is not written as entries with names, so it can be neither flattened nor tagged",
    label = "only structs with named fields, enums, and maps with text as keys can be flattened or tagged",
    note = "why: `flatten` and an internal `tag` write the entries of the value among others; a value without \
            entries fails to encode, and keys that are not text come back as text",
    note = "help: remove `flatten`, so that the value is nested under the name of the field, or give the enum a `content` next to \
            its `tag`; in generic code, ask for it: `T: Sendable<F> + Flatten<F>`",
    note = "more: `cargo wirecheck explain WC0068`"
)]
pub trait Flatten<F: Format> {}

/// Text as the key of a flattened map in `F`: strings, newtypes of them, and in most formats `char` and enums without data.
///
/// The derive implements it.
#[diagnostic::on_unimplemented(
    message = "[WC0069] a map with `{Self}` as keys cannot be flattened",
    label = "the keys come back as text",
    note = "why: flattened entries are read back with text as names, whatever they were",
    note = "help: use `String` as keys, or remove `flatten`",
    note = "more: `cargo wirecheck explain WC0069`"
)]
pub trait TextKey<F: Format> {}
impl<F: Format> TextKey<F> for String {}
impl<F: Format> TextKey<F> for Box<str> {}
impl<F: Format> TextKey<F> for Cow<'static, str> {}
impl<F: Format> TextKey<F> for PathBuf {}
impl<F: Format> TextKey<F> for Box<Path> {}
// As text where every name is. RON has its own form for a character, as for the name of a variant.
impl<F: AnyName> TextKey<F> for char {}

impl<F: Format, K: TextKey<F>, V> Flatten<F> for BTreeMap<K, V> {}
impl<F: Format, K: TextKey<F>, V, S> Flatten<F> for HashMap<K, V, S> {}

impl<F: Format> Flatten<F> for Duration {}
impl<F: Format> Flatten<F> for SystemTime {}
impl<F: Format, T> Flatten<F> for Range<T> {}
impl<F: Format, T> Flatten<F> for RangeFrom<T> {}
impl<F: Format, T> Flatten<F> for RangeTo<T> {}
impl<F: Format, T, E> Flatten<F> for Result<T, E> {}
impl<F: UnitVariantEntries, T> Flatten<F> for Bound<T> {}

// Written as no entries.
impl<F: Format> Flatten<F> for () {}
impl<F: Format, T: ?Sized> Flatten<F> for PhantomData<T> {}

// Written exactly as their content, or not at all.
impl<F: Format, T: Flatten<F>> Flatten<F> for Option<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for Box<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for Cell<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for RefCell<T> {}
