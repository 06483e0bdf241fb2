//! Modules of other crates that stand in `with`, whose two functions agree.

use wirecheck_model::Attrs;
use wirecheck_model::symbol::{DESERIALIZE_WITH, SERIALIZE_WITH, WITH};

/// A module, and the types of fields that it was tried with. All of them are asked for as they were written, whatever the
/// format.
const MODULES: &[(&str, &[&str])] = &[(
    "serde_bytes",
    &[
        "alloc::vec::Vec<u8>",
        "alloc::boxed::Box<[u8]>",
        "core::option::Option<alloc::vec::Vec<u8>>",
        "core::option::Option<alloc::boxed::Box<[u8]>>",
    ],
)];

/// Whether the code in these attributes is that of a known module, for a type that it was tried with.
pub(crate) fn is_known_code(attrs: &Attrs, ty: &str) -> bool {
    let module = || {
        let path = |word: &str| Some(attrs.serde(word)?.value.as_ref()?.value());
        if let Some(module) = path(WITH) {
            return Some(module);
        }
        let written = path(SERIALIZE_WITH)?.strip_suffix("::serialize")?.to_owned();
        let read = path(DESERIALIZE_WITH)?.strip_suffix("::deserialize")?.to_owned();
        (written == read).then_some(written)
    };
    module().is_some_and(|module| {
        let module = module.trim_start_matches("::");
        MODULES.iter().any(|(known, types)| *known == module && types.contains(&ty))
    })
}
