//! In which formats a value comes back that is written as one kind and read as another: measured with every codec.
//!
//! The table is a file, which the tests write anew from the codecs and compare.

use wirecheck_rules::FORMATS;

/// A line is what is written, what it is read as, and the formats: `a char -> text, a name: json cbor`. Pairs that come back in no
/// format are left out.
pub(super) const TABLE: &str = include_str!("hints.txt");

/// Asked for by `deserialize_any`.
pub(super) const ANYTHING: &str = "whatever comes next";

/// Asked for by `deserialize_any`, to fill serde's buffer.
pub(super) const BUFFERED: &str = "whatever comes next to keep it in serde's buffer";

/// Asked for by `deserialize_ignored_any`.
pub(super) const IGNORED: &str = "whatever comes next to skip it";

/// What a capability may stand for: an exact set of formats.
const CAPABILITIES: [&str; 7] = [
    "SelfDescribing",
    "NamedFields",
    "PositionalFields",
    "NamedVariants",
    "PositionalVariants",
    "NestedOptions",
    "UnitStructs",
];

/// The formats in which it comes back, in the order of the list.
pub(super) fn formats(written: &str, read: &str) -> Vec<&'static str> {
    let names = TABLE.lines().find_map(|line| {
        let (pair, names) = line.split_once(": ")?;
        let (known, reads) = pair.split_once(" -> ")?;
        (known == written && reads.split(", ").any(|known| known == read)).then_some(names)
    });
    let names: Vec<_> = names.unwrap_or_default().split(' ').collect();
    FORMATS.iter().map(|format| format.name).filter(|name| names.contains(name)).collect()
}

/// The formats that have the capability.
pub(super) fn with(capability: &str) -> Vec<&'static str> {
    FORMATS
        .iter()
        // What concerns serde's buffer only is no question where it is not used.
        .filter(|format| format.can(capability) != Some(false))
        .map(|format| format.name)
        .collect()
}

/// The capability that these formats have and the others lack.
pub(super) fn capability(formats: &[&str]) -> Option<&'static str> {
    CAPABILITIES.into_iter().find(|capability| with(capability) == formats)
}

/// Where it comes back, in words.
pub(super) fn in_words(formats: &[&str]) -> String {
    let others: Vec<_> =
        FORMATS.iter().map(|format| format.name).filter(|name| !formats.contains(name)).collect();
    match (formats, others.as_slice()) {
        ([], _) => "in no format".to_owned(),
        (_, []) => "in every format of this crate".to_owned(),
        (_, others) if others.len() < 3 => format!("in every format but {}", others.join(" and ")),
        _ => format!("in {}", formats.join(", ")),
    }
}
