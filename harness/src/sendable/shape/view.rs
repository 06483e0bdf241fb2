//! What a flattened part sees of the entries around it when it is read, what it takes of them, and what it leaves.
//!
//! serde reads a struct with flattened fields like this. It reads its own entries by their names, and keeps all others in a buffer.
//! Then each flattened field is read from the buffer, in the order of the source:
//!
//! * A plain struct, an adjacently tagged enum and an externally tagged one take the entries with the names they know, and see
//!   no others.
//! * Everything else sees all entries that are left, and takes none: a map, a struct that has flattened fields itself, an
//!   internally tagged or untagged enum.
//! * An internally tagged or untagged enum copies what it sees into a buffer of its own. What is inside is read from there, and
//!   sees everything too, whatever it is.

use super::{Field, Fields, Others, Part, Shape, Shapes};

/// The entries that a part sees.
#[derive(Clone, Copy)]
pub(super) struct View {
    /// Whether entries that belong to others are among them.
    others: bool,
    from: From,
}

/// Where a part is read from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// The buffer of the struct around it.
    Struct,
    /// A copy, which the variants of an untagged enum are tried on.
    Untagged,
    /// A copy without the internal tag.
    Tagged,
}

impl View {
    /// What the part at this index sees, where nothing but the struct is around.
    pub(super) const fn of_part(own: &[Field], parts: &[Part], index: usize) -> Self {
        let mut others = has_unread(own);
        let mut at = 0;
        while at < parts.len() {
            others |= at != index && is_seen(&parts[at].shape, at < index);
            at += 1;
        }
        Self { others, from: From::Struct }
    }

    /// What the flattened field at this index of a struct sees, if the struct sees this.
    const fn of_field(self, fields: &Fields, index: usize) -> Self {
        let mut others = self.others || has_unread(fields.own);
        let mut at = 0;
        while at < fields.flattened.len() {
            others |= at != index && is_seen(&fields.flattened[at], at < index);
            at += 1;
        }
        Self { others, from: From::Struct }
    }

    /// What is inside a part sees, from where that part is read.
    const fn inside(self, from: From) -> Self {
        Self { from, ..self }
    }

    /// Whether it has every entry, and not only those that are asked for by name.
    const fn has_all(self, fields: &Fields) -> bool {
        !matches!(self.from, From::Struct) || !fields.flattened.is_empty()
    }
}

/// Whether an entry is written that its owner does not read.
pub(super) const fn has_unread(own: &[Field]) -> bool {
    unread(own).is_some()
}

/// The name of such an entry.
pub(super) const fn unread(own: &[Field]) -> Option<&'static str> {
    let mut at = 0;
    while at < own.len() {
        if !super::accepts::contains(own[at].read(), own[at].written) {
            return Some(own[at].written);
        }
        at += 1;
    }
    None
}

/// Whether others may see entries of it. Where it is read before them, those are left that it does not take.
const fn is_seen(shape: &Shape, is_earlier: bool) -> bool {
    if is_earlier { leaves(shape, true) } else { writes(shape) }
}

const fn writes(shape: &Shape) -> bool {
    match shape.plain() {
        Shape::Null | Shape::Unit => false,
        Shape::Fields(fields) => !fields.own.is_empty() || any_writes(Shapes::List(fields.flattened)),
        Shape::OneOf(all) => any_writes(*all),
        _ => true,
    }
}

const fn any_writes(all: Shapes) -> bool {
    let mut at = 0;
    while at < all.len() {
        if writes(&all.get(at)) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether some entry of a flattened part is left in the buffer after it is read; `unknown` if nothing is known.
pub(super) const fn leaves(shape: &Shape, unknown: bool) -> bool {
    match shape {
        Shape::Any => unknown,
        Shape::Same(shape) => leaves(shape, unknown),
        Shape::FromBuffer(shape) => writes(shape),
        Shape::Fields(fields) => has_unread(fields.own) || (!fields.flattened.is_empty() && writes(shape)),
        Shape::OneOf(all) => {
            let mut at = 0;
            while at < all.len() {
                if leaves(&all.get(at), unknown) {
                    return true;
                }
                at += 1;
            }
            false
        }
        Shape::Map(_) => true,
        _ => false,
    }
}

/// Why a part cannot be read in this place, if that is not because it denies unknown fields.
pub(super) const fn misread(shape: &Shape, view: View) -> Option<&'static str> {
    find(shape, view, false)
}

/// Why a part that denies unknown fields cannot be read in this place.
pub(super) const fn denies(shape: &Shape, view: View) -> Option<&'static str> {
    find(shape, view, true)
}

const fn find(shape: &Shape, view: View, is_denial: bool) -> Option<&'static str> {
    let sees_others = view.others && !matches!(view.from, From::Struct);
    match shape {
        Shape::Same(shape) => find(shape, view, is_denial),
        Shape::FromBuffer(shape) => find(shape, view.inside(From::Untagged), is_denial),
        Shape::OneOf(all) => find_any(*all, view, is_denial),
        Shape::Fields(fields) => {
            if is_denial && view.others && view.has_all(fields) && matches!(fields.others, Others::Denied) {
                return Some("denies unknown fields, and finds the entries of others");
            }
            if !is_denial && sees_others && matches!(fields.others, Others::Single) {
                return Some("is read as an enum of one entry, and finds the entries of others");
            }
            if fields.is_tag_and_content() {
                return find_any(Shapes::List(fields.flattened), view.inside(From::Tagged), is_denial);
            }
            let mut at = 0;
            while at < fields.flattened.len() {
                let why = find(&fields.flattened[at], view.of_field(fields, at), is_denial);
                if why.is_some() {
                    return why;
                }
                at += 1;
            }
            None
        }
        Shape::Names(_) if !is_denial && sees_others => {
            Some("is read as an enum of one entry, and finds the entries of others")
        }
        // Nothing is read from a list of entries without any only next to an internal tag.
        Shape::Null if !is_denial && !matches!(view.from, From::Struct) => {
            Some("may be written as no entry at all, which does not read back as null")
        }
        Shape::Unit if !is_denial && (sees_others || matches!(view.from, From::Untagged)) => {
            Some("may be written as no entry at all, which does not read back as null")
        }
        _ => None,
    }
}

const fn find_any(all: Shapes, view: View, is_denial: bool) -> Option<&'static str> {
    let mut at = 0;
    while at < all.len() {
        let why = find(&all.get(at), view, is_denial);
        if why.is_some() {
            return why;
        }
        at += 1;
    }
    None
}
