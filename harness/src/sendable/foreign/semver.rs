//! semver: versions as text.
//!
//! Not here: `VersionReq` and `Comparator`. Their fields are public and say more than their text: a patch without a minor
//! is not written, more than 32 comparators are not read. Send the text.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use semver::Version;

sendable! {
    keys in Format;
    [] Version => Shape::Text;
}
