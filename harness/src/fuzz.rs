//! What the fuzz targets share: inputs without end, the corpus, and a plain reading of the wire to compare with.
//!
//! An input is a *script*: bytes that say what is sent and what goes wrong on the way. Any bytes are a script, so
//! scripts can be changed at will, and one that led somewhere new can be kept whatever the greeting of this build is.

mod corpus;
mod damage;
mod plain;

pub(crate) use corpus::fuzz;
pub(crate) use damage::{Chunks, Script, damaged};
pub(crate) use plain::{Plain, encode, kind, read};

/// Says where this process stands among nested pools before a script does, whose greeting may say anything.
pub(crate) fn stay_outside() {
    crate::sys::enter_nest(0, u32::MAX);
}

/// Counts as one does to tell cases apart: none, one, many.
pub(crate) fn few(count: usize) -> &'static str {
    match count {
        0 => "no",
        1 => "one",
        _ => "many",
    }
}
