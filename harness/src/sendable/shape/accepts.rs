//! Whether a reader of one type may take what another type has written.

use super::list::{Items, Structs};
use super::{Field, Fields, Others, Shape};

/// Whether a value of the shape `written` may be read without an error by a type of the shape `reader`, where structs are
/// written in this way.
///
/// Yes if in doubt.
pub(super) const fn accepts(reader: &Shape, written: &Shape, structs: Structs) -> bool {
    match (reader.plain(), written.plain()) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (_, Shape::OneOf(all)) => {
            let mut at = 0;
            while at < all.len() {
                if accepts(reader, &all.get(at), structs) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (Shape::OneOf(all), _) => {
            let mut at = 0;
            while at < all.len() {
                if accepts(&all.get(at), written, structs) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (_, Shape::Fields(fields)) if structs.is_list(fields) => {
            if fields.is_tag_and_content() {
                // A list of the tag and the content, or a map if the content is one.
                const TAG_AND_MORE: Shape = Shape::List { min: 1, max: usize::MAX };
                return accepts(reader, &TAG_AND_MORE, structs)
                    || accepts(reader, written, Structs::ListsInside);
            }
            accepts_items(reader, Items::Values(fields.own), structs)
        }
        (_, Shape::Tuple(items)) => accepts_items(reader, Items::Of(items), structs),
        (Shape::Null, _) => matches!(written.plain(), Shape::Null | Shape::Unit),
        (Shape::Unit, Shape::Fields(fields)) => may_be_empty(fields),
        (Shape::Unit, Shape::List { min, .. }) => *min == 0,
        (Shape::Unit, _) => {
            matches!(written.plain(), Shape::Null | Shape::Unit | Shape::Map(_) | Shape::Bytes)
        }
        (Shape::Bool, _) => matches!(written.plain(), Shape::Bool),
        (Shape::Integer { min, max }, Shape::Integer { min: low, max: high }) => {
            at_most(*min, *high) && at_most(*low, *max)
        }
        (Shape::Integer { .. }, _) => false,
        (Shape::Float, _) => matches!(written.plain(), Shape::Float | Shape::Integer { .. }),
        (Shape::Char, Shape::Names(names)) => any_of_one_char(names),
        (Shape::Char, _) => matches!(written.plain(), Shape::Char | Shape::Text | Shape::Bytes),
        (Shape::Text, _) => {
            matches!(written.plain(), Shape::Text | Shape::Char | Shape::Names(_) | Shape::Bytes)
        }
        (Shape::Names(names), Shape::Names(others)) => have_one_in_common(names, others),
        // A variant without content is also read from an entry with its name.
        (Shape::Names(_), Shape::Map(values)) => accepts(&Shape::Null, values, structs.inside()),
        (Shape::Names(names), Shape::Fields(fields)) => has_one_of(fields, names, structs),
        (Shape::Names(_), _) => matches!(written.plain(), Shape::Text | Shape::Char | Shape::Bytes),
        (Shape::Bytes, _) => {
            matches!(
                written.plain(),
                Shape::Bytes | Shape::Text | Shape::Char | Shape::Names(_) | Shape::List { .. }
            )
        }
        (Shape::List { min, max }, Shape::List { min: low, max: high }) => *min <= *high && *low <= *max,
        (Shape::Tuple(items), Shape::List { min, max }) => *min <= items.len() && items.len() <= *max,
        (Shape::List { .. } | Shape::Tuple(_), _) => matches!(written.plain(), Shape::Bytes),
        (Shape::Map(_), Shape::Map(_)) => true,
        (Shape::Map(values), Shape::Fields(fields)) => all_may_be(values, fields, structs),
        (Shape::Map(_), _) => false,
        (Shape::Fields(fields), Shape::Fields(written)) => fields_accept(fields, written, structs),
        (Shape::Fields(fields), Shape::Map(values)) => fields_accept_map(fields, values, structs),
        (Shape::Fields(fields), Shape::List { min, max }) => fields_accept_list(fields, *min, *max),
        (Shape::Fields(fields), Shape::Bytes) => fields.from_list,
        (Shape::Fields(_) | Shape::Same(_) | Shape::FromBuffer(_), _) => false,
    }
}

/// Whether the reader may take a list of these items.
const fn accepts_items(reader: &Shape, written: Items<'_>, structs: Structs) -> bool {
    match reader.plain() {
        Shape::Unit => written.len() == 0,
        Shape::Bytes => true,
        Shape::List { min, max } => *min <= written.len() && written.len() <= *max,
        Shape::Tuple(items) => {
            if items.len() != written.len() {
                return false;
            }
            let mut at = 0;
            while at < items.len() {
                if !accepts(&items[at], written.get(at), structs.inside()) {
                    return false;
                }
                at += 1;
            }
            true
        }
        Shape::Fields(fields) => fields_accept_items(fields, written, structs.inside()),
        _ => false,
    }
}

/// Whether a struct may be read from a list of these items, its fields in order.
const fn fields_accept_items(reader: &Fields, written: Items<'_>, inside: Structs) -> bool {
    if !reader.from_list {
        return false;
    }
    let mut next = 0;
    let mut at = 0;
    while at < reader.own.len() {
        let field = &reader.own[at];
        at += 1;
        if field.read().is_empty() {
            continue;
        }
        if next < written.len() {
            if !accepts(&field.shape, written.get(next), inside) {
                return false;
            }
            next += 1;
        } else if field.required {
            return false;
        }
    }
    // One item too many is an error; those after a tag are the content.
    next == written.len() || reader.is_tag_and_content()
}

/// Whether a struct may be read from a list of so many items.
const fn fields_accept_list(reader: &Fields, min: usize, max: usize) -> bool {
    let mut read = 0;
    let mut required = 0;
    let mut at = 0;
    while at < reader.own.len() {
        let field = &reader.own[at];
        if !field.read().is_empty() {
            read += 1;
            if field.required {
                required += 1;
            }
        }
        at += 1;
    }
    reader.from_list && required <= max && (min <= read || reader.is_tag_and_content())
}

/// Whether `low <= high`, of numbers that no one type holds.
const fn at_most(low: i128, high: u128) -> bool {
    low < 0 || low.unsigned_abs() <= high
}

const fn may_be_empty(fields: &Fields) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        if fields.own[at].required {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a map with such values may take every field that is always written.
const fn all_may_be(values: &Shape, fields: &Fields, structs: Structs) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        let field = &fields.own[at];
        if field.required && !accepts(values, &field.shape, structs.inside()) {
            return false;
        }
        at += 1;
    }
    true
}

const fn fields_accept_map(reader: &Fields, values: &Shape, structs: Structs) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        let field = &reader.own[at];
        if field.required && !field.read().is_empty() && !accepts(&field.shape, values, structs.inside()) {
            return false;
        }
        at += 1;
    }
    true
}

const fn fields_accept(reader: &Fields, written: &Fields, structs: Structs) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        if !finds(&reader.own[at], written, structs) {
            return false;
        }
        at += 1;
    }
    if matches!(reader.others, Others::Ignored) || !reader.flattened.is_empty() {
        return true;
    }
    // One entry too many is enough.
    let mut at = 0;
    while at < written.own.len() {
        let field = &written.own[at];
        if field.required && !is_known(reader, field.written) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether reading this field may succeed.
const fn finds(field: &Field, written: &Fields, structs: Structs) -> bool {
    if field.read().is_empty() {
        return true;
    }
    let mut at = 0;
    while at < written.own.len() {
        let other = &written.own[at];
        if contains(field.read(), other.written) {
            return accepts(&field.shape, &other.shape, structs.inside())
                || !other.required && !field.required;
        }
        at += 1;
    }
    !field.required || !written.flattened.is_empty()
}

const fn is_known(reader: &Fields, name: &str) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        if contains(reader.own[at].read(), name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn has_one_of(fields: &Fields, names: &[&str], structs: Structs) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        if contains(names, fields.own[at].written)
            && accepts(&Shape::Null, &fields.own[at].shape, structs.inside())
        {
            return true;
        }
        at += 1;
    }
    !fields.flattened.is_empty()
}

const fn have_one_in_common(names: &[&str], others: &[&str]) -> bool {
    let mut at = 0;
    while at < others.len() {
        if contains(names, others[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the name is in the list.
pub(super) const fn contains(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn any_of_one_char(names: &[&str]) -> bool {
    let mut at = 0;
    while at < names.len() {
        // A character has up to four bytes; two letters are taken for one that might be.
        if names[at].len() <= 4 {
            return true;
        }
        at += 1;
    }
    false
}
