//! Paths. One that is not UTF-8 is an error at encode, by serde; `OsString` carries every path.

use super::parts::whole;
use super::shape::Shape;
use super::{Sendable, sendable};
use crate::format::Format;
use std::path::{Path, PathBuf};

sendable! {
    keys in Format;
    [] PathBuf => Shape::Text;
}

impl<F: Format> Sendable<F> for Box<Path> {
    const SHAPE: Shape = Shape::Text;
}
whole! { [] Box<Path>; }
