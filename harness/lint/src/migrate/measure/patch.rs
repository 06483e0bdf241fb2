//! The patched copy of bincode 1: its two functions that write are renamed, and two of ours take their place, which call them.

use syn::spanned::Spanned;

/// What takes the place of the two functions of `internal.rs`. A value goes to memory first, as bincode writes it, and from there
/// to its writer: also what was written before an error.
const WRAPPED: &str = "
pub(crate) fn serialize_into<W, T: ?Sized, O>(mut writer: W, value: &T, options: O) -> Result<()>
where
    W: Write,
    T: serde::Serialize,
    O: InternalOptions,
{
    let start = match ::wirecheck_shadow::start() {
        Some(start) => start,
        None => return wirecheck_serialize_into(writer, value, options),
    };
    let mut bytes: Vec<u8> = Vec::new();
    let result = wirecheck_serialize_into(&mut bytes, value, options);
    if result.is_ok() {
        ::wirecheck_shadow::note::<T, (O::IntEncoding, O::Endian)>(value, &bytes, start);
    }
    writer.write_all(&bytes)?;
    result
}

pub(crate) fn serialize<T: ?Sized, O>(value: &T, options: O) -> Result<Vec<u8>>
where
    T: serde::Serialize,
    O: InternalOptions,
{
    let start = ::wirecheck_shadow::start();
    let result = wirecheck_serialize(value, options);
    if let (Some(start), &Ok(ref bytes)) = (start, &result) {
        ::wirecheck_shadow::note::<T, (O::IntEncoding, O::Endian)>(value, bytes, start);
    }
    result
}
";

/// The text of `internal.rs` of a bincode 1, or what is not as expected.
pub(super) fn internal(text: &str) -> Result<String, String> {
    let file = syn::parse_file(text).map_err(|error| format!("its src/internal.rs is not read: {error}"))?;
    let mut cuts = Vec::new();
    for name in ["serialize_into", "serialize"] {
        let found: Vec<&syn::ItemFn> = file
            .items
            .iter()
            .filter_map(|item| match item {
                syn::Item::Fn(function) if function.sig.ident == name => Some(function),
                _ => None,
            })
            .collect();
        let [function] = found[..] else {
            return Err(format!(
                "its src/internal.rs has {} functions `{name}`; there should be one",
                found.len()
            ));
        };
        cuts.push(function.sig.ident.span().byte_range().start);
        if name == "serialize" {
            let body = function.block.span().byte_range();
            let inner = &text[body.clone()];
            let calls: Vec<usize> = inner.match_indices("serialize_into(").map(|(at, _)| at).collect();
            let [call] = calls[..] else {
                return Err(format!(
                    "its `serialize` calls `serialize_into` {} times; it should once",
                    calls.len()
                ));
            };
            cuts.push(body.start + call);
        }
    }
    let mut patched = text.to_owned();
    cuts.sort_by_key(|cut| std::cmp::Reverse(*cut));
    for at in cuts {
        patched.insert_str(at, "wirecheck_");
    }
    patched.push_str(WRAPPED);
    Ok(patched)
}

/// The text of `lib.rs`: the compiler's words about the copy are nobody's.
pub(super) fn lib(text: &str) -> String {
    let text = text.replacen("#![deny(missing_docs)]", "", 1);
    format!("#![allow(warnings)]\n{text}\nextern crate wirecheck_shadow;\n")
}

/// The manifest, with our crate next to serde, and as a workspace of its own.
pub(super) fn manifest(text: &str, shadow: &std::path::Path) -> String {
    let path = toml_text(&shadow.display().to_string());
    format!("{text}\n[dependencies.wirecheck_shadow]\npath = {path}\n\n[workspace]\n")
}

/// A text of TOML.
pub(super) fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
