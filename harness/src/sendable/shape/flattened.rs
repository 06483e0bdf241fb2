//! Whether what is flattened can be told apart when it is read back.

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

/// Fails the build if an entry of one part may be taken for that of another.
///
/// `own` are the entries of the struct itself, its tag among them.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn flattened(own: &[Field], parts: &[Part], text: [&str; 2]) {
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        let is_alone = own.is_empty() && parts.len() == 1;
        if let Some(why) = why_not(&part.shape, is_alone) {
            let message = Message::of(&[text[0], "`", part.name, "` ", why, text[1]]);
            panic!("{}", message.as_str());
        }
        if let Some(name) = shared_with(&part.shape, own) {
            let message = Message::of(&[
                text[0],
                "`",
                name,
                "` in `",
                part.name,
                "` is also an entry of its own",
                text[1],
            ]);
            panic!("{}", message.as_str());
        }
        let mut earlier = 0;
        while earlier < at {
            if let Some(name) = shared(&part.shape, &parts[earlier].shape) {
                let other = parts[earlier].name;
                let parts = [text[0], "`", name, "` is in `", other, "` and in `", part.name, "`", text[1]];
                let message = Message::of(&parts);
                panic!("{}", message.as_str());
            }
            earlier += 1;
        }
        at += 1;
    }
}

/// What forbids to flatten this, whatever the names are.
const fn why_not(shape: &Shape, is_alone: bool) -> Option<&'static str> {
    match shape {
        Shape::Same(shape) => why_not(shape, is_alone),
        Shape::Any => Some("may have any entries"),
        Shape::Map(_) if !is_alone => Some("takes every entry: its keys may be the names of others"),
        Shape::Null | Shape::Map(_) | Shape::Names(_) => None,
        Shape::Fields(fields) => {
            if matches!(fields.others, Others::Denied) && !is_alone {
                return Some("denies unknown fields, and finds those of others");
            }
            any_why_not(fields.flattened, is_alone)
        }
        Shape::OneOf(all) => {
            if is_option(all) && !all_have_a_required(all) {
                return Some("may be written as no entry at all, which reads back as `None`");
            }
            any_why_not(all, is_alone)
        }
        // Not made of entries: `Flatten` says so, in better words.
        _ => None,
    }
}

const fn any_why_not(all: &[Shape], is_alone: bool) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let why = why_not(&all[at], is_alone);
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
        if matches!(all[at], Shape::Null) {
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
        if !matches!(all[at], Shape::Null) && !has_a_required(&all[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const fn has_a_required(shape: &Shape) -> bool {
    match shape {
        Shape::Same(shape) => has_a_required(shape),
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

/// A name that two shapes have in common.
const fn shared(a: &Shape, b: &Shape) -> Option<&'static str> {
    match a {
        Shape::Same(a) => shared(a, b),
        Shape::Names(names) => {
            let mut at = 0;
            while at < names.len() {
                if has(b, names[at]) {
                    return Some(names[at]);
                }
                at += 1;
            }
            None
        }
        Shape::Fields(fields) => {
            let own = shared_with(b, fields.own);
            if own.is_some() { own } else { any_shared(fields.flattened, b) }
        }
        Shape::OneOf(all) => any_shared(all, b),
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

/// A name of these fields that the shape has too.
const fn shared_with(shape: &Shape, own: &[Field]) -> Option<&'static str> {
    let mut at = 0;
    while at < own.len() {
        if has(shape, own[at].written) {
            return Some(own[at].written);
        }
        let mut read = 0;
        while read < own[at].read.len() {
            if has(shape, own[at].read[read]) {
                return Some(own[at].read[read]);
            }
            read += 1;
        }
        at += 1;
    }
    None
}

const fn has(shape: &Shape, name: &str) -> bool {
    match shape {
        Shape::Same(shape) => has(shape, name),
        Shape::Names(names) => contains(names, name),
        Shape::OneOf(all) => any_has(all, name),
        Shape::Fields(fields) => own_has(fields, name) || any_has(fields.flattened, name),
        _ => false,
    }
}

const fn any_has(all: &[Shape], name: &str) -> bool {
    let mut at = 0;
    while at < all.len() {
        if has(&all[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn own_has(fields: &Fields, name: &str) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        let field = &fields.own[at];
        let is_written = !field.written.is_empty() && contains(&[field.written], name);
        if is_written || contains(field.read, name) {
            return true;
        }
        at += 1;
    }
    false
}
