//! How the fields of a struct are found again.

use crate::format::Format;

/// Writes field names, so that a field may be absent.
#[diagnostic::on_unimplemented(
    message = "[WC0041] `{Self}` writes fields by position, without their names",
    label = "needs a format that writes field names, such as `Ron` or `Json`",
    note = "why: `skip_serializing_if` leaves a field out and `tag` on a struct adds one; `{Self}` then reads every \
            later field from the wrong bytes, often without any error",
    note = "python: pickle writes `__dict__` with its keys, so a missing key stays missing",
    note = "help: send the value as `Ron` or `Json`, or remove the attribute: `{Self}` writes a `None` in one byte",
    note = "more: `cargo wirecheck explain WC0041`"
)]
pub trait NamedFields: Format {}

/// Finds fields by their position, so that their names do not matter.
#[diagnostic::on_unimplemented(
    message = "[WC0042] `{Self}` reads fields by name, and these are read under other names than they are written",
    label = "written by one name and read by another, or two by the same",
    note = "why: the reader does not find what was written and fails, takes a default, or takes the value of another \
            field without any error",
    note = "python: a `__getstate__` and a `__setstate__` that disagree about a key",
    note = "help: give every field one name for both directions, and no two the same; or send as `Bincode` or \
            `Postcard`; if the other side is another program, `#[sendable(accept(\"split-rename\", Json))]` or \
            `accept(\"duplicate-name\", Json)`",
    note = "more: `cargo wirecheck explain WC0042`"
)]
pub trait PositionalFields: Format {}

/// Takes any text as a name.
#[diagnostic::on_unimplemented(
    message = "[WC0043] `{Self}` allows only identifiers as names",
    label = "renamed to a text that is no identifier",
    note = "why: `{Self}` writes names as Rust does; a name with a space or another character fails to encode",
    note = "help: rename it to an identifier (`snake_case`, `camelCase`), or send as `Json`",
    note = "more: `cargo wirecheck explain WC0043`"
)]
pub trait AnyName: Format {}
