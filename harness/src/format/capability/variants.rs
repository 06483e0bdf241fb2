//! How the variant of an enum is found again.

use crate::format::Format;

/// Writes variants by name, so that their numbers do not matter.
#[diagnostic::on_unimplemented(
    message = "[WC0044] `{Self}` writes variants as numbers, and a skipped variant shifts those after it",
    label = "the two sides count the variants differently",
    note = "why: serde counts a skipped variant when it writes and not when it reads, so a later variant comes back as \
            another one, often without any error",
    note = "help: move the skipped variant to the end, or send as `Json` or `Ron`",
    note = "more: `cargo wirecheck explain WC0044`"
)]
pub trait NamedVariants: Format {}

/// Writes variants as numbers, so that their names do not matter.
#[diagnostic::on_unimplemented(
    message = "[WC0045] `{Self}` reads variants by name, and these are read under other names than they are written",
    label = "written by one name and read by another, or two by the same",
    note = "why: the reader does not know the variant and fails, or takes it for another one without any error",
    note = "help: give every variant one name for both directions, and no two the same; or send as `Bincode` or \
            `Postcard`; if the other side is another program, `#[sendable(accept(\"split-rename\", Json))]` or \
            `accept(\"duplicate-name\", Json)`",
    note = "more: `cargo wirecheck explain WC0045`"
)]
pub trait PositionalVariants: Format {}

/// Takes an enum of any number of variants.
#[diagnostic::on_unimplemented(
    message = "[WC0046] `{Self}` supports enums of 2 to 256 variants",
    label = "this enum has one variant, or more than 256",
    note = "why: `{Self}` writes the variant in one byte, and does not write the only variant of an enum: the 257th \
            fails to encode, and a long list of an only variant does not come back",
    note = "help: split the enum, put a struct in the place of the only variant, or send as `Bincode` or `Postcard`",
    note = "more: `cargo wirecheck explain WC0046`"
)]
pub trait ManyVariants: Format {}

/// Takes a variant without content as an entry of a map.
#[diagnostic::on_unimplemented(
    message = "[WC0047] `{Self}` loses a flattened variant without content",
    label = "this enum has a variant without content, and is flattened",
    note = "why: a flattened variant without content is an entry with a name and no value; `{Self}` does not read it \
            back",
    note = "help: give the variant empty content, nest the enum under a name of its own, or send as `Json`",
    note = "more: `cargo wirecheck explain WC0047`"
)]
pub trait UnitVariantEntries: Format {}
