//! Which types can be flattened into another one.

use crate::format::Format;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// A value of this type is written as entries with names, so it can stand among those of another (`flatten`) in `F`.
///
/// Structs with named fields, enums, maps with text as keys, and `Option`s and newtypes of these.
///
/// The derive implements it. Next to a hand-written `Sendable`, write `impl<F: Format> Flatten<F> for Mine {}`.
#[diagnostic::on_unimplemented(
    message = "[WC0068] `{Self}` is not written as entries with names, so it cannot be flattened",
    label = "only structs with named fields, enums, and maps with text as keys can be flattened",
    note = "why: `flatten` writes the entries of the value among those of the struct around it; what has none does not \
            encode, and keys that are no text come back as text",
    note = "help: remove `flatten`, so that the value is nested under the name of the field; in generic code, ask for it: \
            `T: Sendable<F> + Flatten<F>`"
)]
pub trait Flatten<F: Format> {}

/// Text as the key of a flattened map.
#[diagnostic::on_unimplemented(
    message = "[WC0069] a map with `{Self}` as keys cannot be flattened",
    label = "the keys come back as text",
    note = "why: flattened entries are read back with text as names, whatever they were",
    note = "help: use `String` as keys, or remove `flatten`"
)]
pub trait TextKey {}
impl TextKey for String {}
impl TextKey for Box<str> {}
impl TextKey for Cow<'static, str> {}

impl<F: Format, K: TextKey, V> Flatten<F> for BTreeMap<K, V> {}
impl<F: Format, K: TextKey, V, S> Flatten<F> for HashMap<K, V, S> {}

// Written exactly as their content, or not at all.
impl<F: Format, T: Flatten<F>> Flatten<F> for Option<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for Box<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for Cell<T> {}
impl<F: Format, T: Flatten<F>> Flatten<F> for RefCell<T> {}
