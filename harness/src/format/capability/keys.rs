//! What can be the key of a map.

use crate::format::Format;

/// Takes any value as the key of a map.
#[diagnostic::on_unimplemented(
    message = "[WC0050] `{Self}` allows only text as the keys of a map",
    label = "the keys of this map are not text",
    note = "why: strings, numbers, `bool`, `char` and enums without data are turned into text and back; any other \
            key fails to encode",
    note = "python: `json.dumps` says `TypeError: keys must be str, int, float, bool or None`",
    note = "help: send the pairs, `Vec<(K, V)>`, or send the map as `Bincode`, `Postcard` or `Ron`",
    note = "more: `cargo wirecheck explain WC0050`"
)]
pub trait AnyMapKey: Format {}
