//! camino: paths that are text.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use camino::{Utf8Path, Utf8PathBuf};

sendable! {
    keys in Format;
    [] Utf8PathBuf => Shape::Text;
    [] Box<Utf8Path> => Shape::Text;
}
