//! Whether a reader of one type may take what another type has written.

use super::{Field, Fields, Others, Shape};

/// Whether a value of the shape `written` may be read without an error by a type of the shape `reader`.
///
/// Yes if in doubt.
pub(super) const fn accepts(reader: &Shape, written: &Shape) -> bool {
    match (reader.plain(), written.plain()) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (_, Shape::OneOf(all)) => {
            let mut at = 0;
            while at < all.len() {
                if accepts(reader, &all[at]) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (Shape::OneOf(all), _) => {
            let mut at = 0;
            while at < all.len() {
                if accepts(&all[at], written) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (Shape::Null, _) => matches!(written.plain(), Shape::Null | Shape::Unit),
        (Shape::Unit, Shape::Fields(fields)) => may_be_empty(fields),
        (Shape::Unit, Shape::List { min, .. }) => *min == 0,
        (Shape::Unit, Shape::Tuple(items)) => items.is_empty(),
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
        (Shape::Names(_), Shape::Map(values)) => accepts(&Shape::Null, values),
        (Shape::Names(names), Shape::Fields(fields)) => has_one_of(fields, names),
        (Shape::Names(_), _) => matches!(written.plain(), Shape::Text | Shape::Char | Shape::Bytes),
        (Shape::Bytes, _) => {
            matches!(
                written.plain(),
                Shape::Bytes
                    | Shape::Text
                    | Shape::Char
                    | Shape::Names(_)
                    | Shape::List { .. }
                    | Shape::Tuple(_)
            )
        }
        (Shape::List { min, max }, Shape::List { min: low, max: high }) => *min <= *high && *low <= *max,
        (Shape::List { min, max }, Shape::Tuple(items)) => *min <= items.len() && items.len() <= *max,
        (Shape::Tuple(items), Shape::List { min, max }) => *min <= items.len() && items.len() <= *max,
        (Shape::Tuple(items), Shape::Tuple(written)) => items_accept(items, written),
        (Shape::List { .. } | Shape::Tuple(_), _) => matches!(written.plain(), Shape::Bytes),
        (Shape::Map(_), Shape::Map(_)) => true,
        (Shape::Map(values), Shape::Fields(fields)) => all_may_be(values, fields),
        (Shape::Map(_), _) => false,
        (Shape::Fields(fields), Shape::Fields(written)) => fields_accept(fields, written),
        (Shape::Fields(fields), Shape::Map(values)) => fields_accept_map(fields, values),
        (Shape::Fields(fields), Shape::List { min, .. }) => fields.from_list && *min <= fields.own.len(),
        (Shape::Fields(fields), Shape::Tuple(items)) => fields.from_list && items.len() <= fields.own.len(),
        (Shape::Fields(fields), Shape::Bytes) => fields.from_list,
        (Shape::Fields(_) | Shape::Same(_) | Shape::FromBuffer(_), _) => false,
    }
}

const fn items_accept(reader: &[Shape], written: &[Shape]) -> bool {
    if reader.len() != written.len() {
        return false;
    }
    let mut at = 0;
    while at < reader.len() {
        if !accepts(&reader[at], &written[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether `low <= high`, of numbers that no one type holds.
const fn at_most(low: i128, high: u128) -> bool {
    low < 0 || low.unsigned_abs() <= high
}

const fn may_be_empty(fields: &Fields) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        if fields.own[at].required && !fields.own[at].written.is_empty() {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a map with such values may take every field that is always written.
const fn all_may_be(values: &Shape, fields: &Fields) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        let field = &fields.own[at];
        if field.required && !field.written.is_empty() && !accepts(values, &field.shape) {
            return false;
        }
        at += 1;
    }
    true
}

const fn fields_accept_map(reader: &Fields, values: &Shape) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        let field = &reader.own[at];
        if field.required && !field.read.is_empty() && !accepts(&field.shape, values) {
            return false;
        }
        at += 1;
    }
    true
}

const fn fields_accept(reader: &Fields, written: &Fields) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        if !finds(&reader.own[at], written) {
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
        if field.required && !field.written.is_empty() && !is_known(reader, field.written) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether reading this field may succeed.
const fn finds(field: &Field, written: &Fields) -> bool {
    if field.read.is_empty() {
        return true;
    }
    let mut at = 0;
    while at < written.own.len() {
        let other = &written.own[at];
        if contains(field.read, other.written) {
            return accepts(&field.shape, &other.shape) || !other.required && !field.required;
        }
        at += 1;
    }
    !field.required || !written.flattened.is_empty()
}

const fn is_known(reader: &Fields, name: &str) -> bool {
    let mut at = 0;
    while at < reader.own.len() {
        if contains(reader.own[at].read, name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn has_one_of(fields: &Fields, names: &[&str]) -> bool {
    let mut at = 0;
    while at < fields.own.len() {
        if contains(names, fields.own[at].written) && accepts(&Shape::Null, &fields.own[at].shape) {
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
