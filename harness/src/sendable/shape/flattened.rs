//! Whether flattened fields can be told apart when they are read back.

use super::message::Message;
use super::names::{shared, shared_with};
use super::view::{View, misread};
use super::{Field, Part, Shape, Shapes};

/// Fails the build if an entry of one part may be taken for that of another, or if a part cannot be read among the entries
/// of others.
///
/// `own` are the entries of the struct itself, its tag among them.
///
/// # Panics
/// While the compiler runs, which makes it an error there.
#[track_caller]
pub const fn flattened(own: &[Field], parts: &[Part], text: [&str; 2]) {
    if let Some(message) = overlap(own, parts, text) {
        panic!("{}", message.as_str());
    }
}

/// What [`flattened`] says.
pub const fn overlap(own: &[Field], parts: &[Part], text: [&str; 2]) -> Option<Message> {
    let has_others = parts.len() > 1 || !own.is_empty();
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        let mut why = why_not(&part.shape, has_others);
        if why.is_none() {
            why = misread(&part.shape, View::of_part(own, parts, at));
        }
        if let Some(why) = why {
            return Some(Message::of(&[text[0], "`", part.name, "` ", why, text[1]]));
        }
        if let Some(name) = shared_with(&part.shape, own) {
            let parts = [text[0], "`", name, "` in `", part.name, "` is also an entry of its own", text[1]];
            return Some(Message::of(&parts));
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
                return Some(Message::of(&parts));
            }
            earlier += 1;
        }
        at += 1;
    }
    None
}

/// What forbids to flatten this, whatever the names are.
const fn why_not(shape: &Shape, has_others: bool) -> Option<&'static str> {
    match shape.plain() {
        Shape::Any => Some("may have any entries"),
        Shape::Map(_) if has_others => Some("takes every entry: its keys may be the names of others"),
        Shape::Fields(fields) => any_why_not(Shapes::List(fields.flattened), has_others),
        Shape::OneOf(all) => {
            if is_option(*all) && !all_have_a_required(*all) {
                return Some("may be written as no entry at all, which reads back as `None`");
            }
            any_why_not(*all, has_others)
        }
        // No entries, or a name that becomes one. What is not made of entries, `Flatten` says of, in better words.
        _ => None,
    }
}

const fn any_why_not(all: Shapes, has_others: bool) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let why = why_not(&all.get(at), has_others);
        if why.is_some() {
            return why;
        }
        at += 1;
    }
    None
}

const fn is_option(all: Shapes) -> bool {
    let mut at = 0;
    while at < all.len() {
        if matches!(all.get(at).plain(), Shape::Null) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether every alternative but null has an entry that is always there.
const fn all_have_a_required(all: Shapes) -> bool {
    let mut at = 0;
    while at < all.len() {
        if !matches!(all.get(at).plain(), Shape::Null) && !has_a_required(&all.get(at)) {
            return false;
        }
        at += 1;
    }
    true
}

const fn has_a_required(shape: &Shape) -> bool {
    match shape.plain() {
        Shape::Names(_) => true,
        Shape::OneOf(all) => all_have_a_required(*all) && !is_option(*all),
        Shape::Fields(fields) => {
            let mut at = 0;
            while at < fields.own.len() {
                let field = &fields.own[at];
                if field.required && !field.read().is_empty() {
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
