//! semver: versions as text.
//!
//! Refused: `VersionReq` and `Comparator`. Their fields are public and say more than their text: a patch without a minor
//! is not written, more than 32 comparators are not read. Send the text.

use crate::sendable::refused::refuse;
use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use semver::{Comparator, Version, VersionReq};

sendable! {
    keys in Format;
    [] Version => Shape::Text;
}

refuse! {
    /// Implemented by nobody: the fields say more than the text.
    #[diagnostic::on_unimplemented(
        message = "[WC0104] `{T}` says more in its fields than in the text that is written",
        label = "this may come back as another requirement, or not at all",
        note = "why: a patch without a minor version is not written, and more than 32 comparators are not read",
        note = "help: send the text (`.to_string()`)",
        note = "help: if each value was read from text, vouch for the field with `#[sendable(trust(Json))]`",
        note = "more: `cargo wirecheck explain WC0104`"
    )]
    MoreThanText;
    [] VersionReq;
    [] Comparator;
}
