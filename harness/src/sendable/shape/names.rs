//! Entries of two parts with one name.

use super::accepts::contains;
use super::{Field, Fields, Shape, Shapes};

/// A name by which the first is written and the second is read, or written too.
pub(super) const fn shared(written: &Shape, other: &Shape) -> Option<&'static str> {
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
                if has(other, name, true) || has(other, name, false) {
                    return Some(name);
                }
                at += 1;
            }
            any_shared(Shapes::List(fields.flattened), other)
        }
        Shape::OneOf(all) => any_shared(*all, other),
        _ => None,
    }
}

const fn any_shared(all: Shapes, other: &Shape) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let name = shared(&all.get(at), other);
        if name.is_some() {
            return name;
        }
        at += 1;
    }
    None
}

/// A name of these fields that takes an entry of the shape, or an entry of theirs that the shape takes. What they read
/// themselves, they read first.
pub(super) const fn shared_with(shape: &Shape, own: &[Field]) -> Option<&'static str> {
    let mut at = 0;
    while at < own.len() {
        let field = &own[at];
        if !contains(field.read(), field.written) && has(shape, field.written, true) {
            return Some(field.written);
        }
        if has(shape, field.written, false) {
            return Some(field.written);
        }
        let mut read = 0;
        while read < field.read().len() {
            if has(shape, field.read()[read], false) {
                return Some(field.read()[read]);
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
        Shape::OneOf(all) => any_has(*all, name, reads),
        Shape::Fields(fields) => {
            own_has(fields, name, reads) || any_has(Shapes::List(fields.flattened), name, reads)
        }
        _ => false,
    }
}

const fn any_has(all: Shapes, name: &str, reads: bool) -> bool {
    let mut at = 0;
    while at < all.len() {
        if has(&all.get(at), name, reads) {
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
        if reads && contains(field.read(), name) || !reads && contains(&[field.written], name) {
            return true;
        }
        at += 1;
    }
    false
}
