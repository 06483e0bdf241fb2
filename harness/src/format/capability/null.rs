//! What is written as null.

use crate::format::Format;

/// Marks every `Option`, so that `Some(None)` and `None` differ.
#[diagnostic::on_unimplemented(
    message = "[WC0048] `{Self}` writes `Some(None)` and `None` alike",
    label = "a `Some(..)` in here can come back as `None`",
    note = "why: `{Self}` writes `None` and `()` as the same null, so inside an `Option` the value changes without any \
            error",
    note = "python: `json.dumps` has one `null` too, but there is no `None` inside a `None` to lose",
    note = "help: name the cases with an enum instead of the inner `Option`, or send as `Bincode`, `Postcard` or `Ron`",
    note = "help: next to a hand-written `Sendable`, write `impl<F: Format> NotNull<F> for ..` if it is never null",
    note = "more: `cargo wirecheck explain WC0048`"
)]
pub trait NestedOptions: Format {}

/// Writes a unit struct as something else than null.
#[diagnostic::on_unimplemented(
    message = "[WC0049] `{Self}` writes a unit struct and `None` alike",
    label = "a `Some(..)` in here can come back as `None`",
    note = "why: `{Self}` writes both as the same null, so inside an `Option` the value changes without any error",
    note = "help: send a `bool`, or an enum that names the two cases, or send as `Bincode`, `Postcard` or `Ron`",
    note = "more: `cargo wirecheck explain WC0049`"
)]
pub trait UnitStructs: Format {}
