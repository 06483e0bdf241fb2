//! Whether the content of an internally tagged variant leaves room for the tag.

use super::accepts::contains;
use super::message::Message;
use super::{Fields, Shape, Shapes};

/// Fails the build if the content of the variant `name` is not made of entries, or one of them may be called as the tag.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn tagged(name: &str, content: &Shape, tag: &str, text: [&str; 2]) {
    if let Some(message) = tag_taken(name, content, tag, text) {
        panic!("{}", message.as_str());
    }
}

/// What [`tagged`] says.
pub const fn tag_taken(name: &str, content: &Shape, tag: &str, text: [&str; 2]) -> Option<Message> {
    match why_not(content, tag) {
        None => None,
        Some(why) => Some(Message::of(&[text[0], "the content of `", name, "` ", why, text[1]])),
    }
}

pub(super) const fn why_not(content: &Shape, tag: &str) -> Option<&'static str> {
    match content {
        Shape::Same(content) => why_not(content, tag),
        // The reader of an untagged variant does not take an empty map for `()`.
        Shape::FromBuffer(content) if has_unit(content) => {
            Some("may be written as no entry at all, which does not read back as null")
        }
        Shape::FromBuffer(content) => why_not(content, tag),
        // Nothing is known of it, it is no entries at all, or it becomes one.
        Shape::Any | Shape::Unit | Shape::Names(_) => None,
        Shape::Null => Some("may be null, which has no place for a tag"),
        Shape::Map(_) => Some("is a map, which may have the tag among its keys"),
        Shape::Fields(fields) => {
            if has(fields, tag) {
                Some("has a field with the name of the tag")
            } else {
                all_why_not(Shapes::List(fields.flattened), tag)
            }
        }
        Shape::OneOf(all) => all_why_not(*all, tag),
        _ => Some("is not a struct, so there is no place for a tag"),
    }
}

const fn has_unit(shape: &Shape) -> bool {
    match shape.plain() {
        Shape::Unit => true,
        Shape::OneOf(all) => {
            let mut at = 0;
            while at < all.len() {
                if has_unit(&all.get(at)) {
                    return true;
                }
                at += 1;
            }
            false
        }
        _ => false,
    }
}

const fn all_why_not(all: Shapes, tag: &str) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let why = why_not(&all.get(at), tag);
        if why.is_some() {
            return why;
        }
        at += 1;
    }
    None
}

/// What is only read by the name of the tag never sees it: the tag is taken first.
const fn has(fields: &Fields, name: &str) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        if contains(&[fields.own[at].written], name) {
            return true;
        }
        at += 1;
    }
    false
}
