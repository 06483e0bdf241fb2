//! camino: paths that are text.

use crate::format::Format;
use crate::sendable::parts::whole;
use crate::sendable::shape::Shape;
use crate::sendable::{MapKey, NotNull, Sendable, sendable};
use camino::{Utf8Path, Utf8PathBuf};

sendable! {
    keys in Format;
    [] Utf8PathBuf => Shape::Text;
}

impl<F: Format> Sendable<F> for Box<Utf8Path> {
    const SHAPE: Shape = Shape::Text;
}
whole! { [] Box<Utf8Path>; }
impl<F: Format> NotNull<F> for Utf8Path {}
impl<F: Format> MapKey<F> for Utf8Path {}
