//! bytes: written as bytes, read from bytes, text and lists. A `Bytes` is shared by its clones only to save the copy,
//! which nobody can see.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use bytes::{Bytes, BytesMut};

sendable! {
    keys in AnyMapKey;
    [] Bytes => Shape::Bytes;
    [] BytesMut => Shape::Bytes;
}
