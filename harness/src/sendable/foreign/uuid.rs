//! uuid: text where the format is, bytes otherwise; each is read from both, so serde's buffer does no harm.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use uuid::fmt::{Braced, Hyphenated, Simple, Urn};
use uuid::{NonNilUuid, Uuid};

sendable! {
    keys in Format;
    [] Uuid => Shape::one_of(&[Shape::Text, Shape::Bytes]);
    [] NonNilUuid => Shape::one_of(&[Shape::Text, Shape::Bytes]);
    // Always text.
    [] Hyphenated => Shape::Text;
    [] Simple => Shape::Text;
    [] Urn => Shape::Text;
    [] Braced => Shape::Text;
}
