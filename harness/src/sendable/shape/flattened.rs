//! Whether flattened fields can be told apart when they are read back.

use super::accepts::contains;
use super::message::Message;
use super::{Field, Fields, Others, Shape};

/// A flattened field.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The field's name in the source.
    pub name: &'static str,
    /// What is written.
    pub shape: Shape,
}

/// What else is in the struct.
#[derive(Clone, Copy)]
struct Around {
    /// Other entries, of its own or flattened.
    has_others: bool,
    /// Other flattened fields.
    has_parts: bool,
    /// It denies unknown fields.
    denies: bool,
}

/// Fails the build if an entry of one part may be taken for that of another.
///
/// `own` are the entries of the struct itself, its tag among them; `denies` is whether it denies unknown fields.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn flattened(own: &[Field], parts: &[Part], denies: bool, text: [&str; 2]) {
    let has_parts = parts.len() > 1;
    let around = Around { has_others: has_parts || !own.is_empty(), has_parts, denies };
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        if let Some(why) = why_not(&part.shape, around, false) {
            let message = Message::of(&[text[0], "`", part.name, "` ", why, text[1]]);
            panic!("{}", message.as_str());
        }
        if let Some(name) = shared_with(&part.shape, own) {
            let parts = [text[0], "`", name, "` in `", part.name, "` is also an entry of its own", text[1]];
            let message = Message::of(&parts);
            panic!("{}", message.as_str());
        }
        let mut earlier = 0;
        while earlier < at {
            let other = &parts[earlier];
            let mut name = shared(&part.shape, &other.shape);
            if name.is_none() {
                name = shared(&other.shape, &part.shape);
            }
            if let Some(name) = name {
                let parts =
                    [text[0], "`", name, "` is in `", other.name, "` and in `", part.name, "`", text[1]];
                let message = Message::of(&parts);
                panic!("{}", message.as_str());
            }
            earlier += 1;
        }
        at += 1;
    }
}

/// What forbids to flatten this, whatever the names are.
const fn why_not(shape: &Shape, around: Around, from_buffer: bool) -> Option<&'static str> {
    match shape {
        Shape::Same(shape) => why_not(shape, around, from_buffer),
        Shape::FromBuffer(_) if around.denies => {
            Some("leaves its entries unread, and `deny_unknown_fields` refuses them")
        }
        Shape::FromBuffer(shape) => why_not(shape, around, true),
        Shape::Any => Some("may have any entries"),
        Shape::Map(_) if around.has_others => Some("takes every entry: its keys may be the names of others"),
        Shape::Map(_) if around.denies => {
            Some("leaves its entries unread, and `deny_unknown_fields` refuses them")
        }
        Shape::Fields(fields) => {
            if from_buffer && matches!(fields.others, Others::Denied) && around.has_parts {
                return Some("denies unknown fields, and finds the entries of others");
            }
            // It is read as a map, as one is that has something flattened itself.
            if !fields.flattened.is_empty() && around.denies {
                return Some("leaves its entries unread, and `deny_unknown_fields` refuses them");
            }
            any_why_not(fields.flattened, around, from_buffer)
        }
        Shape::OneOf(all) => {
            if is_option(all) && !all_have_a_required(all) {
                return Some("may be written as no entry at all, which reads back as `None`");
            }
            any_why_not(all, around, from_buffer)
        }
        // No entries, or a name that becomes one. What is not made of entries, `Flatten` says of, in better words.
        _ => None,
    }
}

const fn any_why_not(all: &[Shape], around: Around, from_buffer: bool) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let why = why_not(&all[at], around, from_buffer);
        if why.is_some() {
            return why;
        }
        at += 1;
    }
    None
}

const fn is_option(all: &[Shape]) -> bool {
    let mut at = 0;
    while at < all.len() {
        if matches!(all[at].plain(), Shape::Null) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether every alternative but null has an entry that is always there.
const fn all_have_a_required(all: &[Shape]) -> bool {
    let mut at = 0;
    while at < all.len() {
        if !matches!(all[at].plain(), Shape::Null) && !has_a_required(&all[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const fn has_a_required(shape: &Shape) -> bool {
    match shape.plain() {
        Shape::Names(_) => true,
        Shape::OneOf(all) => all_have_a_required(all) && !is_option(all),
        Shape::Fields(fields) => {
            let mut at = 0;
            while at < fields.own.len() {
                let field = &fields.own[at];
                if field.required && !field.written.is_empty() && !field.read.is_empty() {
                    return true;
                }
                at += 1;
            }
            let mut at = 0;
            while at < fields.flattened.len() {
                if has_a_required(&fields.flattened[at]) {
                    return true;
                }
                at += 1;
            }
            false
        }
        _ => false,
    }
}

/// A name by which the first is written and the second is read, or written too.
const fn shared(written: &Shape, other: &Shape) -> Option<&'static str> {
    match written.plain() {
        Shape::Names(names) => {
            let mut at = 0;
            while at < names.len() {
                if has(other, names[at], true) || has(other, names[at], false) {
                    return Some(names[at]);
                }
                at += 1;
            }
            None
        }
        Shape::Fields(fields) => {
            let mut at = 0;
            while at < fields.own.len() {
                let name = fields.own[at].written;
                if !name.is_empty() && (has(other, name, true) || has(other, name, false)) {
                    return Some(name);
                }
                at += 1;
            }
            any_shared(fields.flattened, other)
        }
        Shape::OneOf(all) => any_shared(all, other),
        _ => None,
    }
}

const fn any_shared(all: &[Shape], other: &Shape) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let name = shared(&all[at], other);
        if name.is_some() {
            return name;
        }
        at += 1;
    }
    None
}

/// A name of these fields that takes an entry of the shape, or an entry of theirs that the shape takes. What they read
/// themselves, they read first.
const fn shared_with(shape: &Shape, own: &[Field]) -> Option<&'static str> {
    let mut at = 0;
    while at < own.len() {
        let field = &own[at];
        if !contains(field.read, field.written) && has(shape, field.written, true) {
            return Some(field.written);
        }
        if has(shape, field.written, false) {
            return Some(field.written);
        }
        let mut read = 0;
        while read < field.read.len() {
            if has(shape, field.read[read], false) {
                return Some(field.read[read]);
            }
            read += 1;
        }
        at += 1;
    }
    None
}

/// Whether the shape has an entry that is read, or written, by this name.
const fn has(shape: &Shape, name: &str, reads: bool) -> bool {
    match shape.plain() {
        Shape::Names(names) => contains(names, name),
        Shape::OneOf(all) => any_has(all, name, reads),
        Shape::Fields(fields) => own_has(fields, name, reads) || any_has(fields.flattened, name, reads),
        _ => false,
    }
}

const fn any_has(all: &[Shape], name: &str, reads: bool) -> bool {
    let mut at = 0;
    while at < all.len() {
        if has(&all[at], name, reads) {
            return true;
        }
        at += 1;
    }
    false
}

const fn own_has(fields: &Fields, name: &str, reads: bool) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        let field = &fields.own[at];
        if reads && contains(field.read, name) || !reads && contains(&[field.written], name) {
            return true;
        }
        at += 1;
    }
    false
}
