//! What `#[sendable(shape = "..")]` names by a word: types that are written in that form.

use super::parts::whole;
use super::shape::Shape;
use super::{MapKey, NotNull, Sendable};
use crate::format::{AnyMapKey, BufferedOneForm, NestedOptions, SelfDescribing};
use serde::{Deserialize, Serialize};
use std::ffi::CString;

/// `shape = "text"`: any text.
pub type Text = String;

/// `shape = "bytes"`: bytes, which some formats write as a list.
pub type Bytes = CString;

/// `shape = "any"`: nothing is known of what is written.
///
/// It may be null, so it is refused in an `Option` where that would be lost, and it is a map key where any value is. It may
/// ask what comes next, and be written in another form in a binary format.
#[derive(Serialize, Deserialize)]
pub struct AnyForm;

impl<F: SelfDescribing + BufferedOneForm> Sendable<F> for AnyForm {
    const SHAPE: Shape = Shape::Any;
}
impl<F: NestedOptions> NotNull<F> for AnyForm {}
impl<F: AnyMapKey> MapKey<F> for AnyForm {}

whole! { [] AnyForm; }
