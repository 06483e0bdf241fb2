//! The mistakes that are refused in every format, one topic a file.

mod accepts;
mod entries;
mod macros;
mod names;
mod own_code;
mod refuse;
mod shapes;
mod skips;

use crate::container::Container;
use crate::diagnostic::Diagnostics;

/// Runs every check. Mistakes in a single word are found where attributes are read, in [`Attrs`](crate::Attrs).
pub(crate) fn check(diagnostics: &Diagnostics, container: &Container<'_>) {
    shapes::lifetimes(diagnostics, container);
    macros::below(diagnostics, container);
    if container.attrs.shape.is_some() {
        // The author has said what is written; the attributes of serde may belong to another macro.
        accepts::unused(diagnostics, container);
        return;
    }
    shapes::borrowed_fields(diagnostics, container);
    shapes::description(diagnostics, container);
    shapes::tagged(diagnostics, container);
    shapes::decided_later(container);
    entries::endless(diagnostics, container);
    skips::fields(diagnostics, container);
    skips::variants(diagnostics, container);
    skips::conditional(diagnostics, container);
    own_code::fields_and_variants(diagnostics, container);
    own_code::conversions(diagnostics, container);
    names::next_to_flattened(diagnostics, container);
    // Last: the checks above mark what they used.
    accepts::unused(diagnostics, container);
}
