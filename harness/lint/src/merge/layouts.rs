//! MessagePack with names: one serializer writes it and the compact layout, by a setting; one deserializer reads both.

use crate::survey::{FieldNote, Meeting, Root, Side, TypeNote};
use std::collections::{BTreeMap, BTreeSet};

const COMPACT: &str = "messagepack";
const NAMED: &str = "messagepack-named";

/// Tells the two layouts apart: what a function of the named one leads to is named, and what is read is what is written.
pub(super) fn laid_out(
    meetings: Vec<Meeting>,
    roots: Vec<Root>,
    types: &[TypeNote],
) -> (Vec<Meeting>, Vec<Root>) {
    let written = |layout: &str| -> Vec<&str> {
        let written = roots.iter().filter(|root| root.side == Side::Serialize);
        let of_layout = written.filter(|root| root.format.as_deref() == Some(layout));
        of_layout.map(|root| root.type_name.as_str()).collect()
    };
    let (named, compact) = (written(NAMED), written(COMPACT));
    if named.is_empty() {
        return (meetings, roots);
    }
    let has_compact = !compact.is_empty();
    let (named, compact) = (reached(named, types), reached(compact, types));
    // What nothing written leads to is read: from elsewhere, most likely in the layout that this program writes.
    let layouts = |type_name: &str| {
        let (is_named, is_compact) = (named.contains(type_name), compact.contains(type_name));
        let is_neither = !is_named && !is_compact;
        let named = (is_named || (is_neither && !has_compact)).then_some(NAMED);
        let compact = (is_compact || (is_neither && has_compact)).then_some(COMPACT);
        [named, compact].into_iter().flatten()
    };
    let meetings: BTreeSet<Meeting> = meetings
        .into_iter()
        .flat_map(|met| match met.format.as_deref() {
            Some(COMPACT) => {
                let each = layouts(&met.type_name);
                each.map(|layout| Meeting { format: Some(layout.to_owned()), ..met.clone() }).collect()
            }
            _ => vec![met],
        })
        .collect();
    let roots: BTreeSet<Root> = roots
        .iter()
        .flat_map(|root| match root.format.as_deref() {
            Some(COMPACT) if root.side == Side::Deserialize => {
                let each = layouts(&root.type_name);
                each.map(|layout| Root { format: Some(layout.to_owned()), ..root.clone() }).collect()
            }
            _ => vec![root.clone()],
        })
        .collect();
    (meetings.into_iter().collect(), roots.into_iter().collect())
}

/// Types, and all that they are made of.
fn reached<'a>(mut open: Vec<&'a str>, types: &'a [TypeNote]) -> BTreeSet<&'a str> {
    let mut fields: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for note in types {
        let inner = note.fields.iter().map(|FieldNote { type_name, .. }| type_name.as_str());
        fields.entry(&note.name).or_default().extend(inner);
    }
    let mut found = BTreeSet::new();
    while let Some(next) = open.pop() {
        if !found.insert(next) {
            continue;
        }
        open.extend(fields.get(next).into_iter().flatten());
        // Whatever its name is made of: the items of a list, the parameters of a type.
        open.extend(fields.keys().filter(|name| next.len() > name.len() && has(next, name)));
    }
    found
}

/// Whether a type's name has another one in it, whole.
fn has(name: &str, inner: &str) -> bool {
    let is_word = |letter: Option<char>| {
        letter.is_some_and(|letter| letter == '_' || letter == ':' || letter.is_alphanumeric())
    };
    name.match_indices(inner).any(|(at, _)| {
        let (before, after) = (name.get(..at), name.get(at + inner.len()..));
        let before = before.and_then(|text| text.chars().next_back());
        !is_word(before) && !is_word(after.and_then(|text| text.chars().next()))
    })
}
