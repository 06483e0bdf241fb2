//! Names that live as long as the program, which serde asks for.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

static NAMES: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
type Lists = HashSet<&'static [&'static str]>;
static LISTS: Mutex<Option<Lists>> = Mutex::new(None);

/// The same text for ever. Each is kept once, so memory is bounded by the names of the shapes that are looked at.
pub(super) fn name(text: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let names = names.get_or_insert_with(HashSet::new);
    names.get(text).copied().unwrap_or_else(|| {
        let text: &'static str = Box::leak(text.into());
        names.insert(text);
        text
    })
}

/// The same list for ever.
pub(super) fn list<'a>(texts: impl Iterator<Item = &'a String>) -> &'static [&'static str] {
    let list: Vec<&'static str> = texts.map(|text| name(text)).collect();
    let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
    let lists = lists.get_or_insert_with(HashSet::new);
    lists.get(list.as_slice()).copied().unwrap_or_else(|| {
        let list: &'static [&'static str] = Box::leak(list.into());
        lists.insert(list);
        list
    })
}
