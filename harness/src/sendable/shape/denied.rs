//! Whether `deny_unknown_fields` refuses entries that are written among flattened ones.

use super::message::Message;
use super::view::{View, denies, leaves, unread};
use super::{Field, Part};

/// Fails the build if entries that were written are unknown to the struct, or to a part of it that denies unknown fields.
///
/// `own` are the entries of the struct itself, its tag among them; `is_strict` is whether it denies unknown fields.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn flatten_denied(own: &[Field], parts: &[Part], is_strict: bool, text: [&str; 2]) {
    if let Some(message) = denied(own, parts, is_strict, text) {
        panic!("{}", message.as_str());
    }
}

/// What [`flatten_denied`] says.
pub const fn denied(own: &[Field], parts: &[Part], is_strict: bool, text: [&str; 2]) -> Option<Message> {
    if is_strict && let Some(name) = unread(own) {
        let parts = [text[0], "`", name, "` is written and never read, so this type denies it", text[1]];
        return Some(Message::of(&parts));
    }
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        let mut why = denies(&part.shape, View::of_part(own, parts, at));
        if why.is_none() && is_strict && leaves(&part.shape, false) {
            why = Some("leaves entries where they are, and this type denies them");
        }
        if let Some(why) = why {
            return Some(Message::of(&[text[0], "`", part.name, "` ", why, text[1]]));
        }
        at += 1;
    }
    None
}
