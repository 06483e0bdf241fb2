//! From the name of a serializer to a format.

use crate::extract::{arguments, crate_of, with_arguments};
use wirecheck_rules::FORMATS;

/// A serializer or deserializer out of its wrappers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Folded<'a> {
    pub(crate) serializer: &'a str,
    pub(crate) format: Option<&'a str>,
    pub(crate) is_buffered: bool,
}

/// None for what no value goes through: serde asks it for a field that is missing.
pub(crate) fn folded(serializer: &str) -> Option<Folded<'_>> {
    if serializer.contains("::MissingFieldDeserializer<") {
        return None;
    }
    let mut found = unwrapped(serializer).unwrap_or(Folded {
        serializer: plain(serializer),
        format: None,
        is_buffered: false,
    });
    found.is_buffered = serializer.contains("serde::private::") || serializer.contains("serde::__private");
    if found.format.is_none() && !found.is_buffered {
        found.format = crate_of(plain(serializer))
            .filter(|name| {
                !matches!(
                    *name,
                    "serde" | "serde_core" | "core" | "alloc" | "std" | "erased_serde" | "typetag"
                )
            })
            .filter(|_| !plain(serializer).starts_with("dyn "));
    }
    Some(found)
}

/// Whether a serializer or deserializer is one behind `dyn`.
pub(crate) fn is_erased(serializer: &str) -> bool {
    serializer.contains("dyn erased_serde::")
}

/// The format that a function chooses where its serializer is that of several.
pub(crate) fn of_function(path: &str) -> Option<&'static str> {
    let is_chosen = |path: &&&str| path.contains(" +");
    let mut formats = FORMATS.iter();
    let found = formats.find(|format| {
        format.paths.iter().filter(is_chosen).any(|chosen| wirecheck_rules::Format::is_at(chosen, path))
    });
    found.map(|format| format.name)
}

/// Without references.
pub(crate) fn plain(name: &str) -> &str {
    let mut rest = name;
    while let Some(inner) = rest.strip_prefix('&') {
        rest = inner.strip_prefix("mut ").unwrap_or(inner);
    }
    rest
}

/// The first of a name and, where it is no format, its arguments that is a known format.
fn unwrapped(name: &str) -> Option<Folded<'_>> {
    let name = plain(name);
    if let Some(format) = FORMATS.iter().find(|format| format.has_serializer(name)) {
        return Some(Folded { serializer: name, format: Some(format.name), is_buffered: false });
    }
    let inner = with_arguments(name).map(|(_, inner)| inner).or_else(|| {
        // A type has no `::` in front of its arguments.
        let open = name.find('<')?;
        name.get(open + 1..name.len().checked_sub(1)?)
    })?;
    arguments(inner).into_iter().find_map(unwrapped)
}
