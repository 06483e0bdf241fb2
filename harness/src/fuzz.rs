//! What the fuzz targets share: inputs without end, the corpus, and a plain reading of the wire to compare with.
//!
//! An input is a *script*: bytes that say what is sent and what goes wrong on the way. Any bytes are a script, so
//! scripts can be changed at will, and one that led somewhere new can be kept whatever the greeting of this build is.

mod corpus;
mod damage;
mod plain;

pub(crate) use corpus::fuzz;
pub(crate) use damage::{Chunks, Random, Script, damaged};
pub(crate) use plain::{Plain, encode, kind, read};

/// Says where this process stands among nested pools before a script does, whose greeting may say anything.
pub(crate) fn stay_outside() {
    crate::sys::enter_nest(0, u32::MAX);
}

/// Counts as one does to tell cases apart.
pub(crate) fn some(count: usize) -> &'static str {
    if count == 0 { "no" } else { "some" }
}

/// The words of an error without what differs from one to the next: numbers and names.
pub(crate) fn gist(message: &str) -> String {
    let words = message.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    words.take(8).collect::<Vec<_>>().join(" ")
}
